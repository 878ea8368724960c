/** Recordings that are not met in every command yet, each with what is missing. */
export const open: ReadonlyMap<string, string> = new Map([
	["link-options-bond", "/proc/net/bonding"],
	["link-options-misc", "kinds and options that are rarely used"],
	["link-options-vrf", "one line of ip -d link"],
	["tunnel-options", "ip tunnel on fallback devices"],
]);
