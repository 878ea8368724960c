/** Protocols of Ethernet frames: ETH_P_* of include/uapi/linux/if_ether.h, as far as links are told them by number. */
export const ETH_P_8021Q = 0x8100;
export const ETH_P_8021AD = 0x88a8;
