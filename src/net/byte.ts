/**
 * Text that can hold any bytes. Bytes that are no UTF-8 stand as the lone surrogates U+DC80…U+DCFF (PEP 383 of Python calls
 * it surrogateescape), so decoding and encoding give back the same bytes, and JSON carries them.
 */

let codec: ReturnType<typeof makeCodec> | undefined;

/** Made when it is first needed: not every place that runs this has them. */
function utf8() {
	codec ??= makeCodec();
	return codec;
}

function makeCodec() {
	return { strict: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }), encoder: new TextEncoder() };
}

export function textOfBytes(bytes: Uint8Array): string {
	try {
		return utf8().strict.decode(bytes);
	} catch {
		return escaped(bytes);
	}
}

function escaped(bytes: Uint8Array): string {
	let text = "";
	for (let i = 0; i < bytes.length; ) {
		const length = sequenceLength(bytes[i] ?? 0);
		const piece = length > 0 ? decoded(bytes.subarray(i, i + length)) : undefined;
		text += piece ?? String.fromCharCode(0xdc00 + (bytes[i] ?? 0));
		i += piece === undefined ? 1 : length;
	}
	return text;
}

function decoded(bytes: Uint8Array): string | undefined {
	try {
		return utf8().strict.decode(bytes);
	} catch {
		return undefined;
	}
}

function sequenceLength(lead: number): number {
	if (lead < 0x80) return 1;
	if (lead >= 0xc2 && lead < 0xe0) return 2;
	if (lead >= 0xe0 && lead < 0xf0) return 3;
	return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
	if (!/[\udc80-\udcff]/.test(text)) return utf8().encoder.encode(text);
	const parts: Uint8Array[] = [];
	// with the u flag a pair is one character, so only lone surrogates are split off
	for (const part of text.split(/([\udc80-\udcff])/u)) {
		const lone = part.length === 1 ? part.charCodeAt(0) : 0;
		parts.push(lone >= 0xdc80 && lone <= 0xdcff ? Uint8Array.of(lone - 0xdc00) : utf8().encoder.encode(part));
	}
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** One character for each byte, as just-bash carries bytes. */
export function latin1OfText(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
	if (/^[\x00-\x7f]*$/.test(text)) return text;
	return latin1OfBytes(bytesOfText(text));
}

export function latin1OfBytes(bytes: Uint8Array): string {
	let text = "";
	for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
	return text;
}

export function bytesOfLatin1(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff);
}

export function textOfLatin1(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
	return /^[\x00-\x7f]*$/.test(text) ? text : textOfBytes(bytesOfLatin1(text));
}

/** Bytes in UTF-8. */
export function byteLength(text: string): number {
	let bytes = 0;
	for (const char of text) {
		const code = char.codePointAt(0) ?? 0;
		bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	}
	return bytes;
}
