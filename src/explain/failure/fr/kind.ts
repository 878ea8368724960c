/** Les genres de liens et leurs réglages, en français. */

import type { kind as english } from "../en/kind.ts";
import { list } from "../list.ts";
import type { Facts, Tell } from "../text.ts";

export const kind: Readonly<Record<keyof typeof english, Tell>> = {
	bondHasPorts: ({ bond, ports }: Facts) =>
		`${bond} a des ports (${ports}), et ce réglage ne change que lorsqu’il n’en a pas.`,
	bondUp: ({ dev }: Facts) => `${dev} est activé, et ce réglage ne change que lorsqu’il est désactivé.`,
	bondMode: ({ option, bond, mode, wanted }: Facts) =>
		`${option} n’est pas du mode de ${list(bond, "ce bond")}${mode ? ` (${mode})` : ""}${wanted ? ` ; le mode ${wanted} l’a` : ""}.`,
	bondValue: ({ key, value }: Facts) =>
		`${key} n’accepte pas ${value} : c’est hors bornes, ou le nom d’une interface qui n’est pas un port de ce bond, ou l’adresse d’un groupe.`,
	bondMonitors: () =>
		"Un bond surveille ses ports d’une seule façon : par la porteuse (miimon) ou par ARP (arp_interval), pas les deux.",
	vrfInVrf: ({ dev, master }: Facts) =>
		`${dev} est un VRF, et ${master} aussi : une table de routage ne peut être le port d’une autre.`,
	vrfTableId: () => "La table 0 veut dire qu’aucune n’est nommée ; un VRF en veut une à lui, à partir de 1.",
	kindMtu: ({ kind, mtu, bound }: Facts) =>
		`${mtu} est ${bound === "min" ? "moins" : "plus"} que ce qu’un lien de genre ${kind} peut avoir.`,
	lowerMtu: ({ dev, lower, mtu, most }: Facts) =>
		`${list(dev, "Le nouveau lien")} passe par ${lower}, et ce qu’il envoie doit y entrer : ${mtu} dépasse le mtu de ${lower}, ${most}.`,
	vlanUnfit: ({ lower }: Facts) =>
		`${lower} ne porte pas de VLAN : il ne mène à aucun lien où une étiquette serait lue.`,
	tunByLink: ({ name }: Facts) =>
		`Une interface tun ou tap est le bout du fichier d’un programme, ip link ne la crée donc pas : ip tuntap add crée ${name} et le garde.`,
	xfrmExists: ({ id, other }: Facts) =>
		`On retrouve une interface xfrm par son numéro, et ${other} a déjà if_id ${id}.`,
	xfrmNoId: () => "Une interface xfrm se trouve par son numéro : if_id N, autre que 0.",
	vxlanGroupDev: () =>
		"Un groupe s’entend sur une interface ; avec group (ou un remote qui est un groupe), il faut donc dire dev.",
	vxlanPorts: ({ low, high }: Facts) =>
		`srcport prend le port le plus bas puis le plus haut : ${low} est après ${high}.`,
	vxlanExists: ({ id, other }: Facts) =>
		`Il y a déjà un VXLAN de numéro ${id}${other ? ` : ${other}` : ""}. Sur un port UDP, un numéro ne sert qu’une fois.`,
	vxlanGpe: () =>
		"gpe (des en-têtes qui disent ce qu’ils portent) ne va qu’avec external, où chaque paquet apporte son numéro.",
	vxlanLabel: () => "Un flow label est un champ d’IPv6, et ce VXLAN passe par IPv4.",
	geneveNoRemote: () => "Un tunnel GENEVE a un seul autre bout, qu’il faut dire : remote ADRESSE.",
	geneveNoId: () => "Un tunnel GENEVE se reconnaît à son numéro, que chaque changement doit redire : id N.",
	geneveExternal: () =>
		"Une interface GENEVE avec external prend tout ce qui arrive sur son port UDP ; il n’y en a donc qu’une par port.",
	geneveTaken: ({ id }: Facts) =>
		`Il y a une interface GENEVE qui recevrait les mêmes paquets (numéro ${id}, même bout et même port), ou une avec external qui les prend tous.`,
	ipvlanAddr: ({ addr }: Facts) =>
		`${addr} est sur un autre ipvlan de la même interface. Ils partagent une adresse de lien, les paquets ne se distinguent que par l’adresse IP, et chacune ne peut y être qu’une fois.`,
	macvlanNopromisc: () =>
		"nopromisc est pour le mode passthru, le seul qui mettrait l’interface du dessous en mode promiscuous.",
	macvlanPassthru: ({ lower, others }: Facts) =>
		`passthru donne tout ${list(lower, "le dessous")} à un seul macvlan : il ne le partage pas${others ? ` (avec ${others})` : ""}, en a l’adresse de lien, et l’on ne passe ni à ce mode ni de ce mode à un autre après coup.`,
	macvlanMacaddr: ({ dev }: Facts) =>
		`macaddr est du mode source, qui distingue par l’adresse de l’expéditeur ; ${dev} n’est pas dans ce mode.`,
	bridgeVlanSnooping: ({ dev }: Facts) =>
		`Le multicast par VLAN veut des VLAN : vlan_filtering est désactivé sur ${dev}.`,
	offloadSize: ({ key, value }: Facts) =>
		`${list(key, "Cette taille")} ne peut être ${list(value, "telle")} : c’est plus que ce que le noyau découpe (524280), ou moins que ce que veut un paquet.`,
	vfRates: ({ min, max }: Facts) => `Le débit minimal, ${min}, dépasse le maximal, ${max}.`,
	kindWord: ({ kind, word }: Facts) =>
		`${word} n’est pas un réglage de ${kind}. ip link help ${kind} donne ceux qu’il y a.`,
	kindUsage: ({ kind, word }: Facts) =>
		`${word} ne se comprend pas parmi les réglages de ${kind} ; l’outil répond en les donnant tous.`,
	renameUp: ({ dev }: Facts) => `${dev} est activé, et ce noyau ne renomme qu’une interface désactivée.`,
	lowerTaken: ({ lower, owner, kind }: Facts) =>
		`${lower} est un port de ${owner}, qui prend tout ce qui y entre : aucun ${list(kind, "autre lien")} ne peut l’avoir aussi.`,
	lowerShared: ({ lower, other, otherKind, kind }: Facts) =>
		`${lower} porte déjà ${other}, de genre ${otherKind}, qui prend tout ce qui y entre : un ${kind} ne peut le partager.`,
	portTakenBy: ({ dev, master }: Facts) => `${dev} est un port de ${master}, et n’a qu’un maître à la fois.`,
	masterBelow: ({ dev, master }: Facts) => `${dev} passe par ${master} lui-même : il ne peut en être aussi le port.`,
	hasUpper: ({ dev, upper }: Facts) =>
		`${upper} passe par ${dev} et prend ce qui y entre, ${dev} ne peut donc être aussi un port.`,
	stpOwnsState: ({ dev, master }: Facts) =>
		`L’état d’un port ne se règle à la main que s’il est activé, avec porteuse et sans spanning tree : sur ${list(master, "son pont")}, stp_state décide pour ${dev}, ou ${dev} n’a pas de porteuse.`,
	linkBusy: ({ dev, kind }: Facts) =>
		`${list(dev, "L’interface")} sert d’une façon qui ne va pas avec cela${kind ? ` (${kind})` : ""} : comme port, ou à un lien qui passe par elle.`,
	settingRange: ({ key, value, least, most }: Facts) =>
		`${key} n’accepte pas ${value} : il va de ${least} à ${most} (les durées se comptent en centièmes de seconde).`,
	bridgeGroup: ({ address }: Facts) =>
		`${address} ne peut être le groupe d’un pont : il faut 01:80:c2:00:00:0X, sans X = 1, 2 et 3, qui sont à d’autres.`,
	backupPort: ({ dev, other, all }: Facts) =>
		`${other} ne peut remplacer ${dev} : il faut un autre port du même pont. Il y a : ${list(all, "aucun")}.`,
	kindLocal: ({ dev, kind, netns }: Facts) =>
		`${dev} ne peut passer dans ${netns} : un ${list(kind, "tel lien")} reste dans l’espace de noms où il fut créé. On peut en créer un là-bas.`,
	kindNoLower: ({ kind }: Facts) => `Un ${kind} passe par une autre interface : link DEV avant type dit laquelle.`,
	kindOverLo: ({ kind }: Facts) => `Un ${kind} ne peut passer par lo : lo n’a pas de lien vers d’autres à partager.`,
	macTaken: ({ address, dev }: Facts) =>
		`Une autre interface du même dessous a ${address}, ou ce dessous lui-même : on ne saurait pour qui est ce qui arrive. ${dev} en veut une à elle.`,
	udpPortTaken: ({ dev, kind, id }: Facts) =>
		`${dev} (${kind}${id ? ` ${id}` : ""}) ouvre son port UDP en s’activant, et ce port est pris par une autre.`,
	noVf: ({ dev }: Facts) => `vf est pour les cartes qui se montrent comme plusieurs (SR-IOV). ${dev} n’en est pas.`,
	addressFixed: ({ dev, kind }: Facts) =>
		`L’adresse de lien de ${dev} ne change pas${kind ? ` : un ${kind} a celle de l’interface par laquelle il passe, ou aucune, ou une adresse de son tunnel` : ""}.`,
	carrierDown: ({ dev }: Facts) =>
		`La porteuse de ${dev} ne se règle à la main que lorsqu’il est activé, et si son pilote le permet.`,
	portMtu: ({ dev, master, kind }: Facts) =>
		`${dev} est un port de ${master}, et un ${kind} fixe le mtu de tous ses ports : c’est là qu’il change.`,
	vethOneName: ({ name }: Facts) => `Les deux bouts de la paire s’appelleraient ${name} dans un même espace de noms.`,
	namePattern: ({ name }: Facts) =>
		`Dans un nom, %d tient une fois la place d’un nombre que le noyau choisit. ${name} a autre chose après le signe pour cent, ou l’a deux fois.`,
	addrgenEarly: ({ mode }: Facts) =>
		`addrgenmode ${mode} est un réglage d’IPv6 sur une interface, et l’interface n’est pas encore là.`,
	addrgenSecret: ({ key }: Facts) =>
		`stable_secret tire les adresses d’un secret, et il n’y en a pas : ${key} est vide.`,
	altnameMissing: ({ name, dev, all }: Facts) => `${dev} n’a pas ${name} pour autre nom. Il a : ${list(all, "aucun")}.`,
	vethUpEarly: () => "Aucun bout d’une paire ne s’active avant que l’autre soit là : on les active après.",
	kindMade: ({ dev, kind, what }: Facts) =>
		`${what} d’un ${list(kind, "tunnel")} se donne à sa création, et ${dev} le garde : pour un autre, ip link del ${dev}, puis ip link add à nouveau.`,
	kindFixed: ({ kind, dev, words }: Facts) =>
		`${dev} ne le prend pas tel qu’il est : ${list(words, "le réglage")} ne va pas avec ce dont il est fait, et certains réglages d’un ${kind} ne se donnent qu’à sa création.`,
	kindRefuses: ({ kind, words }: Facts) =>
		`Un ${kind} ne se crée pas ainsi : ${list(words, "ce qui est dit")} ne va pas ensemble, omet ce qu’il lui faut, ou n’est pas de ce genre.`,
	vxlanBoth: () =>
		`Avec external, chaque paquet apporte son numéro, l’interface n’en a donc pas : id ou external, pas les deux.`,
	gtpRole: () => `Une interface GTP est à l’un de deux bouts, et doit savoir lequel : role ggsn ou sgsn.`,
	indexTaken: ({ index, owner }: Facts) => `Le numéro ${index} est à ${owner}, et un numéro est à une seule interface.`,
	groupEmpty: ({ group }: Facts) =>
		`Aucune interface n’est dans le groupe ${group} : il n’y a rien à changer ni à supprimer.`,
	lowerElsewhere: ({ lower, netns }: Facts) =>
		`${lower} est cherché dans l’espace de noms ${netns}, et aucune interface n’y a le numéro qu’il a ici.`,
};
