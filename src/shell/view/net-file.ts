/** What the files of /proc/net have in common: each process sees those of its own namespace, and addresses are hexadecimal. */
import { type Addr, hexDigits } from "../../net/addr.ts";
import type { System } from "../../userland/process.ts";
import { errno, type View } from "./view.ts";

/** `text` gives undefined where the file would tell what the model does not have. */
export function netFile(name: string, text: (sys: System) => string | undefined): View {
	return {
		path: `/proc/*/net/${name}`,
		read: ({ systemOf }, [pid = ""]) => {
			const sys = systemOf(Number(pid));
			if (sys === undefined) return errno("EINVAL");
			const ok = text(sys);
			return ok === undefined ? errno("EOPNOTSUPP") : { ok };
		},
	};
}

/** Each word of the address as a little-endian machine holds it. */
export function littleEndian(addr: Addr): string {
	return hexDigits(addr)
		.toUpperCase()
		.replace(/(..)(..)(..)(..)/g, "$4$3$2$1");
}
