/** How a field stream becomes characters: given to every fold, kept nowhere. */
import type { Palette } from "./color.ts";

export interface Style {
	readonly json: boolean;
	/** JSON with indentation (-p). */
	readonly pretty: boolean;
	/** Soft ends of lines become backslashes (-o). */
	readonly oneline: boolean;
	/** No palette, no colour. JSON never has one. */
	readonly palette?: Palette;
}

export const plain: Style = { json: false, pretty: false, oneline: false };
