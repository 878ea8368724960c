import { type Errno, strerror } from "../uapi/errno.ts";

/** A system call on a file that failed: the errno, and whether it was opening, writing, or connecting (dev-net.ts). */
export class FsError extends Error {
	readonly errno: Errno;
	readonly path: string;
	readonly call: "open" | "write" | "connect";

	constructor(errno: Errno, path: string, call: FsError["call"] = "open") {
		super(`${errno}: ${strerror(errno).toLowerCase()}, ${call} '${path}'`);
		this.errno = errno;
		this.path = path;
		this.call = call;
	}
}
