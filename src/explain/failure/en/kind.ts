/** Kinds of links and their settings, in English. */
import { list } from "../list.ts";
import type { Facts } from "../text.ts";

export const kind = {
	bondHasPorts: ({ bond, ports }: Facts) =>
		`${bond} has ports (${ports}), and this setting can only change while it has none.`,
	bondUp: ({ dev }: Facts) => `${dev} is up, and this setting can only change while it is down.`,
	bondMode: ({ option, bond, mode, wanted }: Facts) =>
		`${option} is not for the mode of ${list(bond, "this bond")}${mode ? ` (${mode})` : ""}${wanted ? `; the mode ${wanted} has it` : ""}.`,
	bondValue: ({ key, value }: Facts) =>
		`${key} does not take ${value}: it is out of its range, or names a device that is no port of this bond, or is the address of a group.`,
	bondMonitors: () =>
		"A bond watches its ports in one way: by their carrier (miimon) or by ARP (arp_interval), not both.",
	vrfInVrf: ({ dev, master }: Facts) =>
		`${dev} is a VRF, and so is ${master}: a routing table cannot be the port of another.`,
	vrfTableId: () => "Table 0 means that no table was said; a VRF needs one of its own, from 1 up.",
	kindMtu: ({ kind, mtu, bound }: Facts) =>
		`${mtu} is ${bound === "min" ? "less than a link of kind" : "more than a link of kind"} ${kind} can have.`,
	lowerMtu: ({ dev, lower, mtu, most }: Facts) =>
		`${list(dev, "The new link")} runs on ${lower}, and what it sends must fit there: ${mtu} is more than ${lower}'s own mtu of ${most}.`,
	vlanUnfit: ({ lower }: Facts) => `${lower} carries no VLANs: it does not lead to a link where a tag would be read.`,
	tunByLink: ({ name }: Facts) =>
		`A tun or tap device is the end of a program's file, so it is not made by ip link: ip tuntap add makes ${name} and keeps it.`,
	xfrmExists: ({ id, other }: Facts) => `An xfrm device is found by its number, and ${other} has if_id ${id} already.`,
	xfrmNoId: () => "An xfrm device is found by its number: if_id N, not 0.",
	vxlanGroupDev: () => "A group is heard on a device, so with group (or a remote that is a group) dev has to be said.",
	vxlanPorts: ({ low, high }: Facts) => `srcport takes the lowest and then the highest port: ${low} is behind ${high}.`,
	vxlanExists: ({ id, other }: Facts) =>
		`A VXLAN with the number ${id} is there already${other ? `: ${other}` : ""}. On one UDP port a number is used once.`,
	vxlanGpe: () =>
		"gpe (headers that say what they carry) goes only with external, where each packet brings its own number.",
	vxlanLabel: () => "A flow label is a field of IPv6, and this VXLAN runs over IPv4.",
	geneveNoRemote: () => "A GENEVE tunnel has one other end, and it must be said: remote ADDRESS.",
	geneveNoId: () => "A GENEVE tunnel is told by its number, which every change must name again: id N.",
	geneveExternal: () =>
		"A GENEVE device with external takes all that comes in on its UDP port, so there is only one on each port.",
	geneveTaken: ({ id }: Facts) =>
		`There is a GENEVE device that would get the same packets (number ${id}, other end and port), or one with external that takes them all.`,
	ipvlanAddr: ({ addr }: Facts) =>
		`${addr} stands on another ipvlan over the same device. They share one link address, so packets are told apart by IP address alone, and each has to be there once.`,
	macvlanNopromisc: () =>
		"nopromisc is for the mode passthru, the only one that would set the lower device promiscuous.",
	macvlanPassthru: ({ lower, others }: Facts) =>
		`passthru gives all of ${list(lower, "the lower device")} to a single macvlan: it cannot share it${others ? ` (with ${others})` : ""}, has the lower one's link address, and the mode cannot be changed to it or from it later.`,
	macvlanMacaddr: ({ dev }: Facts) =>
		`macaddr belongs to the mode source, which tells by the sender's address; ${dev} is not in that mode.`,
	bridgeVlanSnooping: ({ dev }: Facts) => `Multicast by VLAN needs VLANs: vlan_filtering is off on ${dev}.`,
	offloadSize: ({ key, value }: Facts) =>
		`${list(key, "This size")} cannot be ${list(value, "so")}: it is beyond what the kernel cuts packets from (524280), or below what a packet needs.`,
	vfRates: ({ min, max }: Facts) => `The least rate, ${min}, is more than the most, ${max}.`,
	kindWord: ({ kind, word }: Facts) =>
		`${word} is no setting of ${kind}. ip link help ${kind} lists those that there are.`,
	kindUsage: ({ kind, word }: Facts) =>
		`${word} is not understood among the settings of ${kind}; the tool answers with all of them.`,
	renameUp: ({ dev }: Facts) => `${dev} is up, and this kernel gives a new name only to a device that is down.`,
	lowerTaken: ({ lower, owner }: Facts) =>
		`${lower} is a port of ${owner}, which takes all that comes in there: no other link can have it as well.`,
	lowerShared: ({ lower, other, otherKind, kind }: Facts) =>
		`${lower} carries ${other} already, of kind ${otherKind}, which takes all that comes in there: one of kind ${kind} cannot share it.`,
	portTakenBy: ({ dev, master }: Facts) => `${dev} is a port of ${master}, and has one master at a time.`,
	masterBelow: ({ dev, master }: Facts) => `${dev} runs on ${master} itself: it cannot be its port as well.`,
	hasUpper: ({ dev, upper }: Facts) =>
		`${upper} runs on ${dev} and takes what comes in there, so ${dev} cannot be a port as well.`,
	stpOwnsState: ({ dev, master }: Facts) =>
		`The state of a port is set by hand only where it is up with carrier and no spanning tree runs: on ${list(master, "its bridge")} stp_state decides for ${dev}, or ${dev} has no carrier.`,
	linkBusy: ({ dev, kind }: Facts) =>
		`${list(dev, "The device")} is in use in a way that does not go together with this${kind ? ` (${kind})` : ""}: as a port, or by a link that runs on it.`,
	settingRange: ({ key, value, least, most }: Facts) =>
		`${key} does not take ${value}: it goes from ${least} to ${most} (times count in hundredths of a second).`,
	bridgeGroup: ({ address }: Facts) =>
		`${address} cannot be the group of a bridge: it takes 01:80:c2:00:00:0X, without X = 1, 2 and 3, which belong to others.`,
	backupPort: ({ dev, other, all }: Facts) =>
		`${other} cannot stand in for ${dev}: it has to be another port of the same bridge. There are: ${list(all, "none")}.`,
	kindLocal: ({ dev, kind, netns }: Facts) =>
		`${dev} cannot move to ${netns}: ${kind ? `a link of kind ${kind}` : "a device like this"} belongs to the namespace it was made in. It can be made there.`,
	kindNoLower: ({ kind }: Facts) =>
		`A link of kind ${kind} runs on another device: link DEV in front of type says which.`,
	kindOverLo: ({ kind }: Facts) =>
		`A link of kind ${kind} cannot run on lo: lo has no link to others that could be shared.`,
	macTaken: ({ address, dev }: Facts) =>
		`Another device over the same lower one has ${address}, or that one itself: what comes in could not be told apart. ${dev} needs one of its own.`,
	udpPortTaken: ({ dev, kind, id }: Facts) =>
		`${dev} (${kind}${id ? ` ${id}` : ""}) opens its UDP port when it comes up, and that port is taken by another.`,
	noVf: ({ dev }: Facts) => `vf is for cards that show themselves as several (SR-IOV). ${dev} is none.`,
	addressFixed: ({ dev, kind }: Facts) =>
		`The link address of ${dev} does not change${kind ? `; a link of kind ${kind} has that of the device it runs on, or none, or an address of its tunnel` : ""}.`,
	carrierDown: ({ dev }: Facts) =>
		`The carrier of ${dev} is set by hand only while it is up, and only where its driver lets it.`,
	portMtu: ({ dev, master, kind }: Facts) =>
		`${dev} is a port of ${master}, and that ${kind} sets the mtu of all its ports: it changes there.`,
	vethOneName: ({ name }: Facts) => `Both ends of the pair would be called ${name} in one namespace.`,
	namePattern: ({ name }: Facts) =>
		`In a name, %d stands once for a number that the kernel picks. ${name} has something else behind the percent sign, or has it twice.`,
	addrgenEarly: ({ mode }: Facts) =>
		`addrgenmode ${mode} is a setting of IPv6 on a device, and the device is not there yet.`,
	addrgenSecret: ({ key }: Facts) => `stable_secret makes addresses from a secret, and none is set: ${key} is empty.`,
	altnameMissing: ({ name, dev, all }: Facts) => `${dev} has no other name ${name}. It has: ${list(all, "none")}.`,
	vethUpEarly: () => "Neither end of a pair can come up before the other one is there: they are set up afterwards.",
	kindMade: ({ dev, kind, what }: Facts) =>
		`${what} of a ${list(kind, "tunnel")} is given when it is made, and ${dev} keeps it: another needs ip link del ${dev}, and ip link add anew.`,
	kindFixed: ({ kind, dev, words }: Facts) =>
		`${dev} does not take this as it is: ${list(words, "the setting")} does not fit what it was made with, and some settings of the kind ${kind} are given only at its making.`,
	kindRefuses: ({ kind, words }: Facts) =>
		`A link of kind ${kind} is not made like this: ${list(words, "what is said")} does not go together, leaves out something that it needs, or is something that this kind does not have.`,
	vxlanBoth: () => `With external each packet brings its number, so the device has none: id or external, not both.`,
	gtpRole: () => `A GTP device stands at one of two ends, and must be told which: role ggsn or sgsn.`,
	indexTaken: ({ index, owner }: Facts) => `The number ${index} is ${owner}'s, and a number belongs to one device.`,
	groupEmpty: ({ group }: Facts) => `No device is in group ${group}, so there is none to change or delete.`,
	lowerElsewhere: ({ lower, netns }: Facts) =>
		`${lower} is looked for in namespace ${netns}, and no device there has the number that it has here.`,
};
