/** How tcpdump is to print (netdissect_options). */
export interface Style {
	/** How often -v was said. */
	readonly verbose: number;
	/** -e: the link's header too. */
	readonly link: boolean;
	/** -q */
	readonly quiet: boolean;
	/** -S: sequence numbers as they are. */
	readonly absolute: boolean;
	/** -n */
	readonly numeric: boolean;
	/** How often -t was said. */
	readonly time: number;
}
