/** The generic netlink family of MACsec (include/uapi/linux/if_macsec.h): secure channels and their associations. */
import type { MacsecData } from "./link-data.ts";

/** A secure association: a key in use, by its number 0…3. */
export interface MacsecSa {
	readonly an: number;
	/** Number of the next packet. */
	readonly pn: number;
	readonly active: boolean;
	/** 32 hexadecimal digits. The key itself is never told. */
	readonly keyId: string;
}

/** A channel from somebody else, by the name (SCI) of 16 hexadecimal digits. */
export interface MacsecRxSc {
	readonly sci: string;
	readonly active: boolean;
	readonly sas: readonly MacsecSa[];
}

/** What a device has besides its options. */
export interface MacsecSecy {
	readonly index: number;
	readonly data: MacsecData;
	readonly txSas: readonly MacsecSa[];
	readonly rxScs: readonly MacsecRxSc[];
	/** Whether frames have passed, which are counted in ways that are not kept here. */
	readonly used: boolean;
}

export interface MacsecQuery {
	readonly type: "MACSEC_CMD_GET_TXSC";
	readonly flags: number;
}

/** An association to make or to change; what is not given stays. */
export interface MacsecSaWish {
	readonly an: number;
	readonly pn?: number;
	readonly active?: boolean;
	readonly key?: { readonly id: string; readonly bytes: number };
}

export interface MacsecRequest {
	readonly type: `MACSEC_CMD_${"ADD" | "UPD" | "DEL"}_${"TXSA" | "RXSA" | "RXSC"}` | "MACSEC_CMD_UPD_OFFLOAD";
	readonly flags: number;
	readonly index: number;
	/** The channel that is meant, of one from elsewhere. */
	readonly sci?: string;
	readonly active?: boolean;
	readonly sa?: MacsecSaWish;
	/** 0: none. */
	readonly offload?: number;
}
