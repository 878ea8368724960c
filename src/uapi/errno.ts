/** Error numbers the kernel answers with, and glibc's strerror() text that `RTNETLINK answers:` shows. */

export const errnos = {
	EPERM: [1, "Operation not permitted"],
	ENOENT: [2, "No such file or directory"],
	ESRCH: [3, "No such process"],
	EIO: [5, "Input/output error"],
	ENXIO: [6, "No such device or address"],
	EAGAIN: [11, "Resource temporarily unavailable"],
	ENOMEM: [12, "Cannot allocate memory"],
	EACCES: [13, "Permission denied"],
	EBUSY: [16, "Device or resource busy"],
	EEXIST: [17, "File exists"],
	EXDEV: [18, "Invalid cross-device link"],
	ENODEV: [19, "No such device"],
	ENOTDIR: [20, "Not a directory"],
	EISDIR: [21, "Is a directory"],
	EINVAL: [22, "Invalid argument"],
	ENFILE: [23, "Too many open files in system"],
	EFBIG: [27, "File too large"],
	ENOSPC: [28, "No space left on device"],
	EROFS: [30, "Read-only file system"],
	EPIPE: [32, "Broken pipe"],
	ERANGE: [34, "Numerical result out of range"],
	ENAMETOOLONG: [36, "File name too long"],
	ENOTEMPTY: [39, "Directory not empty"],
	ELOOP: [40, "Too many levels of symbolic links"],
	EPROTO: [71, "Protocol error"],
	EOVERFLOW: [75, "Value too large for defined data type"],
	ENOTUNIQ: [76, "Name not unique on network"],
	EDESTADDRREQ: [89, "Destination address required"],
	EMSGSIZE: [90, "Message too long"],
	EPROTONOSUPPORT: [93, "Protocol not supported"],
	EOPNOTSUPP: [95, "Operation not supported"],
	EPFNOSUPPORT: [96, "Protocol family not supported"],
	EAFNOSUPPORT: [97, "Address family not supported by protocol"],
	EADDRINUSE: [98, "Address already in use"],
	EADDRNOTAVAIL: [99, "Cannot assign requested address"],
	ENETDOWN: [100, "Network is down"],
	ENETUNREACH: [101, "Network is unreachable"],
	ECONNABORTED: [103, "Software caused connection abort"],
	ECONNRESET: [104, "Connection reset by peer"],
	ENOBUFS: [105, "No buffer space available"],
	EISCONN: [106, "Transport endpoint is already connected"],
	ENOTCONN: [107, "Transport endpoint is not connected"],
	ETIMEDOUT: [110, "Connection timed out"],
	ECONNREFUSED: [111, "Connection refused"],
	EHOSTUNREACH: [113, "No route to host"],
	EALREADY: [114, "Operation already in progress"],
	EINPROGRESS: [115, "Operation now in progress"],
	ENOKEY: [126, "Required key not available"],
} as const satisfies Record<string, readonly [number, string]>;

export type Errno = keyof typeof errnos;

/** What strerror() says. */
export function strerror(errno: Errno): string {
	return errnos[errno][1];
}
