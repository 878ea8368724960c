/** A network to be drawn: nodes, the links between them, and the way of a flow before and after something has happened. */
export interface NetworkPicture {
	readonly nodes: readonly { readonly name: string; readonly alive: boolean }[];
	readonly links: readonly { readonly a: string; readonly b: string; readonly alive: boolean }[];
	readonly ways: readonly DrawnWay[];
	/** Words of the legend: the two ways, a link, one that carries nothing. */
	readonly before: string;
	readonly after: string;
	readonly link: string;
	readonly broken: string;
}

/** Names of the nodes that it passes, both ends too. */
export interface DrawnWay {
	readonly before: readonly string[];
	readonly after: readonly string[];
}
