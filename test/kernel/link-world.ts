/** Short words for requests about links, for tests of drivers. */
import type { LinkAttrs, LinkData, Reply } from "../../src/uapi/message.ts";
import { TestKernel } from "./world.ts";

export class LinkWorld extends TestKernel {
	/** `errno` or `errno: sentence`; "" when it was done. */
	private said({ error }: Reply): string {
		if (!error) return "";
		return error.extack === undefined ? error.errno : `${error.errno}: ${error.extack}`;
	}

	add(ifname: string, kind: string, data?: LinkData, attrs: LinkAttrs = {}): string {
		const all = { ifname, kind, ...(data && { data }), ...attrs };
		const flags = 0x600;
		return this.said(
			this.ask({ type: "RTM_NEWLINK", flags, family: "unspec", index: 0, ifiFlags: 0, ifiChange: 0, attrs: all }),
		);
	}

	set(ifname: string, attrs: LinkAttrs): string {
		const { index } = this.link(ifname);
		return this.said(
			this.ask({ type: "RTM_NEWLINK", flags: 0, family: "unspec", index, ifiFlags: 0, ifiChange: 0, attrs }),
		);
	}

	enslave(ifname: string, master: string): string {
		return this.set(ifname, { master: master === "" ? 0 : this.link(master).index });
	}

	del(ifname: string): string {
		const { index } = this.link(ifname);
		const none = { flags: 0, family: "unspec", ifiFlags: 0, ifiChange: 0 } as const;
		return this.said(this.ask({ type: "RTM_DELLINK", ...none, index, attrs: {} }));
	}

	names(): string[] {
		return this.links().map(({ ifname }) => ifname);
	}

	/** Member of IFLA_INFO_DATA, IFLA_INFO_SLAVE_DATA. */
	info(ifname: string): Record<string, unknown> {
		return (this.link(ifname).data ?? {}) as Record<string, unknown>;
	}

	portInfo(ifname: string): Record<string, unknown> {
		return (this.link(ifname).slaveData ?? {}) as Record<string, unknown>;
	}

	/** Whether it has a carrier (LOWER_UP). */
	carrier(ifname: string): boolean {
		return (this.link(ifname).flags & 0x10000) !== 0;
	}

	isUp(ifname: string): boolean {
		return (this.link(ifname).flags & 1) !== 0;
	}

	veth(a: string, b: string): void {
		this.add(a, "veth", { peer: { ifiFlags: 0, ifiChange: 0, index: 0, attrs: { ifname: b } } });
	}
}
