/** What a process does with sockets: kernel/socket.ts, tcp/ and what they name. */
import * as syscall from "../../kernel/syscall.ts";
import type { Sockets } from "../../userland/process.ts";
import type { Calls } from "./calls.ts";

export function socketCalls({ caller, ask, askAll, get }: Calls): Sockets {
	return {
		socket: (family, type, protocol) => ask((t) => syscall.createSocket(t, caller.pid, family, type, protocol)),
		setOptions: (socket, options) => ask((t) => syscall.setOptions(t, socket, options)),
		bindToDevice: (socket, name) => ask((t) => syscall.bindToDevice(t, socket, name)),
		join: (socket, group, ifindex) => ask((t) => syscall.joinMembership(t, socket, group, ifindex)),
		leave: (socket, group, ifindex) => ask((t) => syscall.leaveMembership(t, socket, group, ifindex)),
		bind: (socket, addr) => ask((t) => syscall.bindSocket(t, socket, addr)),
		connect: (socket, addr) => ask((t) => syscall.connectSocket(t, socket, addr)),
		name: (socket) => ask((t) => syscall.socketName(t, socket)),
		send: (socket, sending) => ask((t) => syscall.sendOn(t, socket, sending)),
		sendAll: (socket, sendings) => askAll(sendings.map((sending) => (t) => syscall.sendOn(t, socket, sending))),
		receiveAll: (socket) => get((t) => syscall.receiveAll(t, socket)),
		receive: (socket) => ask((t) => syscall.receiveFrom(t, socket)),
		receiveError: (socket) => ask((t) => syscall.receiveError(t, socket)),
		sendFrame: (socket, ifindex, frame) => ask((t) => syscall.sendFrame(t, socket, ifindex, frame)),
		receiveFrame: (socket) => ask((t) => syscall.receiveFrame(t, socket)),
		setFd: (socket, number) => get((t) => syscall.setFd(t, socket, number)),
		peer: (socket) => ask((t) => syscall.peerName(t, socket)),
		listen: (socket, backlog) => ask((t) => syscall.listenTcp(t, socket, backlog)),
		accept: (socket) => ask((t) => syscall.acceptTcp(t, socket)),
		error: (socket) => ask((t) => syscall.takeError(t, socket)),
		read: (socket) => ask((t) => syscall.readTcp(t, socket)),
		write: (socket, data) => ask((t) => syscall.writeTcp(t, socket, data)),
		shutdown: (socket) => ask((t) => syscall.shutdownTcp(t, socket)),
		own: () => get((t) => syscall.ownSockets(t, caller.pid)),
		list: () => get((t) => syscall.listSockets(t, caller.netns)),
		kill: (socket) => ask((t) => syscall.killSocket(t, socket)),
		counts: () => get((t) => syscall.countSockets(t, caller.netns)),
		protocols: () => get((t) => syscall.listProtocols(t)),
		close: (socket) => get((t) => syscall.closeSocket(t, socket)),
		indexOf: (name) => ask((t) => syscall.indexOfName(t, caller.netns, name)),
		nameOf: (index) => ask((t) => syscall.nameOfIndex(t, caller.netns, index)),
	};
}
