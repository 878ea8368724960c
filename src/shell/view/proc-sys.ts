/** /proc/sys: the sysctls as files; their directories follow from their paths. kernel: fs/proc/proc_sysctl.c */
import type { Deep, ViewNode } from "./view.ts";

export const procSys: Deep = {
	path: "/proc/sys",
	at: ({ sys }, below) => {
		const path = below.join("/");
		const value = sys.readSysctl(path);
		if ("ok" in value || value.errno !== "ENOENT")
			return {
				kind: "file",
				read: () => ("ok" in value ? { ok: value.ok.endsWith("\n") ? value.ok : `${value.ok}\n` } : value),
				write: (text) => sys.writeSysctl(path, text.replace(/\n$/, "")),
			};
		return directory(sys.listSysctls(), path === "" ? "" : `${path}/`);
	},
};

function directory(all: readonly string[], prefix: string): ViewNode | undefined {
	const below = all.filter((path) => path.startsWith(prefix));
	const names = new Set(below.map((path) => path.slice(prefix.length).split("/")[0] ?? ""));
	return names.size === 0 ? undefined : { kind: "directory", names: [...names] };
}
