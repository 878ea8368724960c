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
	return { decoder: new TextDecoder("utf-8", { ignoreBOM: true }), encoder: new TextEncoder() };
}

export function textOfBytes(bytes: Uint8Array): string {
	return isUtf8(bytes) ? utf8().decoder.decode(bytes) : escaped(bytes);
}

function isUtf8(bytes: Uint8Array): boolean {
	for (let i = 0; i < bytes.length; ) {
		const length = sequenceAt(bytes, i);
		if (length === 0) return false;
		i += length;
	}
	return true;
}

/** Runs of UTF-8 as they are, what is none byte by byte. */
function escaped(bytes: Uint8Array): string {
	let text = "";
	let from = 0;
	for (let i = 0; i < bytes.length; ) {
		const length = sequenceAt(bytes, i);
		if (length === 0) {
			if (from < i) text += utf8().decoder.decode(bytes.subarray(from, i));
			text += String.fromCharCode(0xdc00 + (bytes[i] as number));
			from = i + 1;
		}
		i += length || 1;
	}
	return from < bytes.length ? text + utf8().decoder.decode(bytes.subarray(from)) : text;
}

/** Bytes of the character that begins here; 0 where none does: too short, too long for its value, a surrogate, past U+10FFFF. */
function sequenceAt(bytes: Uint8Array, at: number): number {
	const lead = bytes[at] as number;
	if (lead < 0x80) return 1;
	const length =
		lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
	for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
	const second = bytes[at + 1] ?? 0;
	const fits =
		lead === 0xe0
			? second >= 0xa0
			: lead === 0xed
				? second < 0xa0
				: lead === 0xf0
					? second >= 0x90
					: lead !== 0xf4 || second < 0x90;
	return fits ? length : 0;
}

export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
	if (!/[\udc80-\udcff]/.test(text)) return utf8().encoder.encode(text);
	const bytes = new Uint8Array(3 * text.length);
	let at = 0;
	let from = 0;
	const upTo = (end: number) => {
		if (from < end) at += utf8().encoder.encodeInto(text.slice(from, end), bytes.subarray(at)).written;
	};
	for (let i = 0; i < text.length; i++) {
		if (!isLone(text, i)) continue;
		upTo(i);
		bytes[at++] = text.charCodeAt(i) - 0xdc00;
		from = i + 1;
	}
	upTo(text.length);
	return bytes.slice(0, at);
}

/** A byte that stands for itself: a low surrogate without a high one before it. */
function isLone(text: string, i: number): boolean {
	const code = text.charCodeAt(i);
	if (code < 0xdc80 || code > 0xdcff) return false;
	const before = i === 0 ? 0 : text.charCodeAt(i - 1);
	return before < 0xd800 || before > 0xdbff;
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
