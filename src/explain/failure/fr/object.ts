/** Les petits objets d’ip, et les tunnels, en français. */

import type { object as english } from "../en/object.ts";
import { list } from "../list.ts";
import type { Facts, Tell } from "../text.ts";

export const object: Readonly<Record<keyof typeof english, Tell>> = {
	labelExists: ({ prefix }: Facts) => `${prefix} a déjà une étiquette, et n’en a qu’une.`,
	labelMissing: ({ prefix }: Facts) =>
		`Il n’y a pas d’étiquette de ce numéro pour ${prefix} : les deux doivent convenir.`,
	labelMapped: ({ prefix }: Facts) =>
		`${prefix} dépasse 96 bits dans ::ffff:0:0/96, où IPv4 se loge en IPv6 : l’étiquette y est pour tout IPv4 ou pour rien.`,
	labelFamily: ({ prefix }: Facts) =>
		`Les étiquettes sont pour des préfixes IPv6, qui y choisit ses adresses source ; ${list(prefix, "ce qui est dit")} n’en est pas. Tout IPv4 y est ::ffff:0:0/96.`,
	noArguments: ({ verb, words }: Facts) =>
		`${verb} montre ou vide toute la liste ; rien ne vient après (ici ${words}).`,
	batchLeftover: () =>
		"Chaque ligne marche seule. Dans un même lot, l’outil garde des mots des lignes d’avant (comme une interface nommée), et cela en gâte ici une suivante : deux lots, ou des commandes une à une, y parviennent.",
	batchText: () =>
		"Une ligne du fichier ne se lit pas comme une commande. Un guillemet devant un mot veut son pareil après lui, sur la même ligne ; un \\ en fin de ligne veut une ligne qui la continue ; et une ligne tient 511 mots.",
	batchFile: ({ file }: Facts) => `Il n’y a pas de fichier ${file} où lire des commandes.`,
	notSaved: ({ object }: Facts) =>
		`restore lit ce qu’ip ${list(object, "route")} save a écrit : des octets qui commencent par un nombre convenu. Ce qui est venu n’en est pas.`,
	notAgain: () =>
		"Les routes se restaurent en trois passes, et l’outil revient dans ce qu’il lit, ce qu’un tube ne permet pas : ip route save > FICHIER, puis ip route restore < FICHIER.",
	netnsNoName: ({ all }: Facts) =>
		`Il manque le nom d’un espace de noms. Il y a : ${list(all, "aucun qui ait un nom")}.`,
	attachWords: () =>
		"Un nom pour l’espace de noms, et le numéro d’un processus qui s’y trouve : ip netns attach NOM PID.",
	setWords: () => "Il manque le numéro que l’espace de noms doit avoir ici : 0 ou plus, ou auto.",
	netnsExtra: () => "On interroge un processus à la fois.",
	netnsNoFile: ({ name }: Facts) =>
		`/run/netns/${name} est un fichier, mais aucun espace de noms n’y est attaché : quelqu’un l’a créé, ou l’espace n’y est plus.`,
	netnsBadName: ({ name }: Facts) =>
		`${list(name, "Rien")} n’est pas un nom d’espace de noms : ce sont ceux des fichiers de /run/netns.`,
	noCommand: () => "exec lance une commande dans l’espace de noms, et aucune n’est dite.",
	noProgram: ({ name }: Facts) => `L’espace de noms est bon ; c’est le programme ${name} qui manque.`,
	noSuchProcess: ({ word, all }: Facts) =>
		`${word} n’est ici ni un processus en cours ni un espace de noms. Les espaces de noms sont : ${list(all, "aucun qui ait un nom")}.`,
	maddrLladdr: ({ typed, mapped }: Facts) =>
		`ip maddress n’ajoute que des adresses de lien, et ${typed} n’en est pas une. Ce sont les programmes qui entrent dans un groupe IP ; les trames de 224.0.0.9, par exemple, vont à 01:00:5e:00:00:09, ici à ${mapped}.`,
	maddrMissing: ({ addr, dev }: Facts) => `${dev} n’écoute pas ${addr} : elle n’a pas été ajoutée à la main.`,
	macsecNoKey: () => "Une association se crée avec sa clé : key ID CLÉ.",
	macsecNoPn: () => "Une association commence à un numéro de paquet, et 0 n’en est pas un : pn 1.",
	macsecReplay: () =>
		"La protection contre le rejeu veut les deux : replay on, et la fenêtre des paquets qui peuvent tarder.",
	macsecSci: () => "send_sci, end_station et scb sont trois façons de dire qui envoie ; elles s’excluent.",
	macsecRxExists: ({ dev, address }: Facts) => `${dev} a déjà un canal de réception pour ${address}.`,
	macsecOffload: ({ dev }: Facts) => `Aucune carte sous ${dev} ne fait MACsec elle-même, il reste donc au noyau (off).`,
	macsecMissing: ({ dev, sa, address }: Facts) =>
		`${dev} n’a pas de ${address ? `canal de réception pour ${address}` : "tel canal"}${sa ? ` avec une association ${sa}` : ""}.`,
	macsecBusy: ({ dev, sa }: Facts) => `L’association ${sa} de ${dev} est déjà là, ou sert (on).`,
	macsecKey: ({ key }: Facts) =>
		`La clé ${key} n’a pas la longueur que veut le chiffrement : 32 chiffres hexadécimaux pour 128 bits, 64 pour 256.`,
	statsWord: ({ word }: Facts) =>
		`${word} n’est pas un mot d’ip stats : il prend dev NOM, group, subgroup et suite ; set prend l3_stats on ou off.`,
	statsNone: ({ noun, word, inside }: Facts) => `Il n’y a pas de ${noun} ${word} dans ${inside}.`,
	statsOrder: ({ word }: Facts) => `${word} est dans un groupe, qu’il faut nommer avant lui.`,
	xstatsKind: ({ kind }: Facts) =>
		`${kind ? `Un ${kind} ne compte rien de particulier` : "Il manque le genre"} : les ponts et les bonds tiennent des comptes à eux (type bridge, type bond).`,
	tokenNoRa: ({ dev }: Facts) =>
		`${dev} n’écoute pas les routeurs (accept_ra) et ne forme donc pas d’adresse dont un token serait la moitié.`,
	tokenNoRs: ({ dev }: Facts) =>
		`${dev} ne demande pas de routeurs (router_solicitations vaut 0), et c’est en demandant qu’un nouveau token sert.`,
	tokenNoArp: ({ dev }: Facts) =>
		`${dev} ne cherche pas de voisins (NOARP), l’adresse d’aucun routeur ne l’atteint donc.`,
	tokenAny: () => "Un token est la moitié d’une adresse, comme ::1 ; any n’en est pas une. ::0 ôte le token.",
	noIpv6: ({ dev }: Facts) => `Il n’y a pas d’IPv6 sur ${dev} : il y est coupé, ou le mtu est sous 1280.`,
	oneOf: ({ key, word, names }: Facts) => `${key} prend un mot parmi ${names}, et ${word} n’en est pas.`,
	tunnelMissing: ({ name, all }: Facts) =>
		`Il n’y a pas ici de tunnel ${list(name, "sans nom")}. Il y a : ${list(all, "aucun")}.`,
	tunnelExists: ({ name, other, remote, local }: Facts) =>
		`Un tunnel se reconnaît à ses bouts et à sa clé, et à son nom : ${list(name, "le nouveau")} (remote ${remote}, local ${local}) est déjà là${other ? `, comme ${other}` : ""}.`,
	tunnelEnds: ({ kind, remote, local, key, other }: Facts) =>
		`Un ${kind} de ${local} à ${remote}${key ? ` de clé ${key}` : ""} est déjà là${other ? ` : ${other}` : ""}. Ce qui arrive ne se distingue que par cela.`,
	tunnelFallback: ({ name }: Facts) =>
		`${name} est venu avec son module : il prend ce qu’aucun autre tunnel ne prend, et reste tant que le module est là.`,
	tunnelOther: ({ name, kind, all }: Facts) =>
		`${name} ${kind ? `est un ${kind}` : "n’est pas un tunnel"}, et ip tunnel ne lui parle pas. Les tunnels sont : ${list(all, "aucun")}.`,
	tunnelTtl: () =>
		"Un ttl fixe ne va qu’avec la découverte du MTU : avec nopmtudisc, les paquets du dehors pourraient être coupés et un cercle passerait inaperçu. ttl inherit (ou 0) va.",
	tunnelGroup: ({ remote }: Facts) =>
		`${list(remote, "L’autre bout")} est un groupe : tous les autres bouts à la fois. Ce qui y part veut une adresse propre pour source : local ADRESSE.`,
	tunnelNoName: () => "Il manque le nom du tunnel : il vient en premier, ou après name.",
	tunnelNoMode: () => "Le tunnel ne dit pas ce qu’il est : mode gre, ipip, sit ou vti (son nom seul ne dit rien).",
	tunnelNoKeys: () => "Une clé est un champ de GRE ; les paquets d’ipip et de sit n’ont pas la place d’en porter.",
	tunnelNoRemote: ({ kind }: Facts) =>
		`Un ${list(kind, "tunnel")} veut son numéro et son autre bout : id N remote ADRESSE.`,
	sitMissing: ({ name, all }: Facts) =>
		`Il n’y a pas d’interface ${name}. Les tunnels de genre sit sont : ${list(all, "aucun")}.`,
	sitNothing: ({ name }: Facts) => `La commande ne dit rien à faire de ${name}.`,
	sitOther: ({ name, kind, all }: Facts) =>
		`6rd et les listes de routeurs sont à un tunnel de genre sit créé ici ; ${name} ${kind ? `est un ${kind}${kind === "sit" ? " du module" : ""}` : "n’en est pas un"}. Il y a : ${list(all, "aucun")}.`,
	sixRd: ({ prefix, relay }: Facts) =>
		`6rd met l’adresse IPv4 après le préfixe : ${prefix}${relay ? ` avec relay ${relay}` : ""} ne lui laisse pas la place, ou a des bits après sa longueur.`,
	prlEntry: ({ name, addr, there }: Facts) =>
		there
			? `${name} a déjà ${addr} dans sa liste de routeurs.`
			: `${addr} n’est pas dans la liste de routeurs de ${name}.`,
	prlAddress: ({ addr }: Facts) => `${addr} ne nomme pas un routeur : il faut une adresse IPv4.`,
	nsidUnknown: ({ id }: Facts) =>
		`Le numéro ${id} ne désigne ici aucun espace de noms : chacun compte pour lui-même ceux à qui il a eu affaire (ip netns list-id).`,
	nsidTaken: ({ name }: Facts) => `${name} a déjà un numéro ici, et le garde : ip netns list-id le montre.`,
	maddrUnfit: ({ dev }: Facts) =>
		`${dev} ne choisit pas par adresse de lien ce qu’il prend ; on ne peut donc lui en ajouter.`,
	restoreRefused: ({ object }: Facts) =>
		`L’une des choses enregistrées est refusée : elle est déjà là, ou ce qu’il lui faut manque. Ce qui suit n’est pas lu. Une table vidée d’abord (ip ${object} flush) la reprend.`,
};
