/** Requests about next hop objects (net/ipv4/nexthop.c rtm_new_nexthop(), rtm_del_nexthop(), rtm_get_nexthop()). */
import type { Message } from "../uapi/message.ts";
import type { NexthopBucketQuery, NexthopQuery, NexthopRequest } from "../uapi/nexthop.ts";
import { Refusal } from "./refusal.ts";
import type { Task } from "./task.ts";

export function newNexthop(_t: Task, _request: NexthopRequest): void {
	throw new Refusal("EOPNOTSUPP");
}

export function delNexthop(_t: Task, _request: NexthopRequest): void {
	throw new Refusal("EOPNOTSUPP");
}

export function getNexthop(_t: Task, _query: NexthopQuery): Message[] {
	return [];
}

export function getNexthopBucket(_t: Task, _query: NexthopBucketQuery): Message[] {
	return [];
}
