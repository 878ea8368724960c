/** Requests about neighbours (net/core/neighbour.c neigh_add(), neigh_delete(), neigh_dump_info(), neigh_get()). */
import type { Message } from "../uapi/message.ts";
import type { NeighQuery, NeighRequest } from "../uapi/neighbour.ts";
import { Refusal } from "./refusal.ts";
import type { Task } from "./task.ts";

export function newNeigh(_t: Task, _request: NeighRequest): void {
	throw new Refusal("EOPNOTSUPP");
}

export function delNeigh(_t: Task, _request: NeighRequest): void {
	throw new Refusal("EOPNOTSUPP");
}

export function getNeigh(_t: Task, _query: NeighQuery): Message[] {
	return [];
}
