/** What the programs of iputils 20221126 say of themselves (-V): Debian's build (meson.build, iputils_common.h IPUTILS_VERSION). */
export function versionOf(program: string): string {
	return `${program} from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes`;
}
