/** A network of routers, drawn: before and after something in it failed. */
import type { NetworkPicture } from "../print/network.ts";
import { networkSvg } from "./network-svg.ts";
import { networkText } from "./network-text.ts";

export type DrawNetwork = typeof drawNetwork;

/** Text for a terminal, or SVG. */
export function drawNetwork(network: NetworkPicture, svg: boolean): string {
	return svg ? networkSvg(network) : networkText(network);
}
