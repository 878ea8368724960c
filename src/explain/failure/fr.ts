/** Les échecs en français. Les mots d’`ip` ne se traduisent pas. */

import type { FailureTexts } from "./en.ts";
import { kind } from "./fr/kind.ts";
import { message } from "./fr/message.ts";
import { object } from "./fr/object.ts";
import { program } from "./fr/program.ts";
import { routing } from "./fr/routing.ts";
import { list } from "./list.ts";
import type { Facts, FailureWords } from "./text.ts";

const or = (near: string | undefined, text: (near: string) => string) => (near ? ` ${text(near)}` : "");

const failures: FailureTexts = {
	addrExists: ({ addr, dev }: Facts) =>
		`${dev} a déjà ${addr}, et une adresse n’est qu’une fois sur une interface. Pour changer ce qui va avec elle (label, durée, portée), dites replace au lieu de add.`,
	addrOtherLength: ({ addr, real, dev }: Facts) =>
		`${dev} a bien cette adresse, mais comme ${real} : la longueur après la barre fait partie du nom, et ${addr} en est une autre.`,
	addrElsewhere: ({ addr, dev, real }: Facts) => `${addr} n’est pas sur ${dev}. Elle est sur ${real}.`,
	addrNowhere: ({ addr, dev, all }: Facts) => `Aucune interface n’a ${addr}. ${dev} a ${list(all, "zéro adresse")}.`,
	addrNeighbour: ({ addr, real, dev }: Facts) =>
		`${addr} est dans le sous-réseau de ${dev}, mais l’adresse de ${dev} y est ${real}.`,
	addrLoopback6: ({ dev }: Facts) =>
		`::1 désigne cette machine elle-même, et le noyau ne l’admet que sur lo, jamais sur ${dev}. (127.x en IPv4 n’a pas cette garde.)`,
	addrMulticast: ({ addr }: Facts) =>
		`${addr} est l’adresse d’un groupe. Un hôte ne la possède pas, il y entre : c’est ce que demande autojoin.`,
	addrDisabled6: ({ dev, key }: Facts) =>
		`IPv6 est coupé sur ${dev} : ${key} vaut 1. Tant qu’il en est ainsi, l’interface ne prend aucune adresse IPv6.`,
	addrSmallMtu: ({ dev, mtu, least, family }: Facts) =>
		`${dev} a un mtu de ${mtu}. ${family} veut des paquets d’au moins ${least} octets ; le noyau a donc retiré ${family} à l’interface.`,
	addrLifetimes: ({ valid, preferred }: Facts) =>
		`Une adresse ne peut être préférée plus longtemps (${preferred}) qu’elle n’est valide (${valid}).`,
	addrNone: ({ dev }: Facts) => `La commande ne contient pas d’adresse, seulement l’interface ${dev}.`,
	linkExists: ({ name, index }: Facts) =>
		`Il y a déjà une interface ${name} (numéro ${index}), et un nom est unique dans son espace de noms.`,
	linkRenameTaken: ({ name }: Facts) =>
		`Une autre interface s’appelle déjà ${name}, et un nom est unique dans son espace de noms.`,
	linkAltnameTaken: ({ name, owner }: Facts) =>
		`${name} est déjà un nom de ${owner}. Les autres noms sont dans la même liste que les premiers.`,
	linkUnknownKind: ({ kind, near }: Facts) =>
		`Le noyau ne connaît pas de lien du genre ${kind}.${or(near, (word) => `Le plus proche est ${word}.`)}`,
	linkDeleteLo: () =>
		`lo ne se supprime pas : le noyau la crée avec l’espace de noms et l’emporte avec lui. On peut la désactiver.`,
	linkDeleteCard: ({ dev }: Facts) =>
		`${dev} n’a pas été créée par ip link add et ne se supprime donc pas ainsi : une carte est là tant que son matériel ou son pilote y est. On peut la désactiver.`,
	vlanExists: ({ id, lower, other }: Facts) =>
		`Le VLAN ${id} de ${lower} a déjà son interface${other ? ` : ${other}` : ""}. Il y en a une par numéro sur une interface.`,
	vlanNoLower: ({ lower }: Facts) =>
		`Un VLAN a besoin d’une interface qui le porte : link DEV devant type, par exemple link ${lower}.`,
	vlanProtocol: ({ protocol }: Facts) =>
		`${protocol} n’est pas un protocole d’étiquettes de VLAN : il y a 802.1Q et, autour d’une autre, 802.1ad.`,
	vlanNoId: () => "Un VLAN a besoin de son numéro : id N derrière type vlan.",
	vlanBadId: ({ id }: Facts) =>
		`${id} n’est pas un numéro de VLAN : ils ont 12 bits et le dernier est réservé, donc de 0 à 4094.`,
	mtuTooBig: ({ dev, mtu, max }: Facts) =>
		`${mtu} est plus que ce que ${dev} peut envoyer d’un seul tenant : son pilote va jusqu’à ${max}.`,
	mtuTooSmall: ({ dev, mtu, min }: Facts) =>
		`${mtu} est moins que ce que ${dev} permet : son pilote veut au moins ${min}.`,
	enslaveUp: ({ dev, master }: Facts) => `${dev} est activée, et ${master} ne prend qu’une interface désactivée.`,
	enslaveSelf: ({ dev }: Facts) => `${dev} ne peut être son propre port.`,
	enslaveBridge: ({ dev, master }: Facts) =>
		`${dev} et ${master} sont deux ponts, et un pont n’est pas le port d’un pont : des trames pourraient tourner en rond. On joint deux ponts par une paire veth, un bout dans chacun.`,
	enslaveLo: ({ master }: Facts) =>
		`lo n’est pas un port pour ${master} : ce qui part par lo revient aussitôt à cette machine, elle n’a pas de lien à partager.`,
	notMaster: ({ dev, master, kind }: Facts) =>
		`${master}${kind ? ` est du genre ${kind} et` : ""} ne prend pas de ports et ne peut donc être le master de ${dev}. Un pont, un bond, un team ou un VRF le peut.`,
	linkNameTooLong: ({ name, count }: Facts) =>
		`${name} a ${count} caractères ; le noyau en garde 15 pour le nom d’une interface.`,
	linkBadName: ({ name }: Facts) =>
		`${name} ne peut être le nom d’une interface : ni barre oblique, ni deux-points, ni espace, et ni . ni .. tout seul.`,
	badLladdr: ({ typed }: Facts) =>
		`${typed} n’est pas une adresse de lien pour cette interface : six octets avec des deux-points, comme 02:00:00:00:00:01.`,
	groupLladdr: ({ address }: Facts) =>
		`${address} est l’adresse d’un groupe : le bit le plus bas du premier octet y est mis. Il faut à l’interface une adresse à elle, par exemple en 02.`,
	netnsImmutable: ({ dev, netns }: Facts) =>
		`${dev} ne déménage pas : elle appartient à son espace de noms. ${netns} a sa propre lo, qui n’attend que d’être activée.`,
	netnsNameTaken: ({ dev, netns }: Facts) =>
		`${netns} a déjà une interface ${dev}. On peut donner un nouveau nom en chemin.`,
	netnsNoPid: ({ pid }: Facts) =>
		`Un nombre derrière netns est un processus, et il n’y a pas de processus ${pid}. Un espace de noms s’appelle par son nom.`,
	netnsUnknown: ({ name, near, all }: Facts) =>
		`Il n’y a pas d’espace de noms ${name}.${or(near, (word) => `Est-ce ${word} ?`)} Il y a : ${list(all, "aucun qui ait un nom")}.`,
	netnsExists: ({ name }: Facts) => `Un espace de noms s’appelle déjà ${name}.`,
	lowerDown: ({ dev, lower }: Facts) => `${dev} est portée par ${lower}, et ${lower} est désactivée.`,
	notThisKind: ({ dev, kind, real }: Facts) =>
		`${dev} est ${real ? `du genre ${real}` : "d’un autre genre"} et n’a donc pas de réglages de ${kind}.`,
	vxlanNoId: () => "Un VXLAN a besoin du numéro de son réseau : id N.",
	routeExists: ({ route, dst, metric }: Facts) =>
		`Il y a déjà une route vers ${dst} : ${route}. Deux routes vers une même destination dans une table se distinguent par leur métrique : replace change celle qui est là, metric ${metric} en met une seconde derrière.`,
	routeOther: ({ dst, real }: Facts) =>
		`Il y a une route vers ${dst}, mais elle s’écrit : ${real}. Ce qu’on dit à del doit lui convenir en tout.`,
	routeNear: ({ dst, real }: Facts) => `Il n’y a pas là de route vers ${dst}. La plus proche s’écrit : ${real}.`,
	routeNowhere: ({ dst }: Facts) => `Il n’y a pas de route vers ${dst}, ni rien d’approchant : rien à supprimer.`,
	gatewayLinkDown: ({ gw, dev, net }: Facts) =>
		`${gw} serait joint par ${dev}, qui a une adresse dans ${net}. Mais ${dev} est désactivée, et ses routes ne sont donc pas là.`,
	gatewayOffLink: ({ gw, dev, nets }: Facts) =>
		`Une passerelle doit être un voisin : joint directement, sans autre routeur (scope link). Aucun sous-réseau de cette machine ne contient ${gw} ; elle a ${list(nets, "zéro sous-réseau")}. Si ${gw} est bien sur le lien de ${dev}, dites-le par une route vers elle, ou par onlink.`,
	gatewayOwn: ({ gw, dev }: Facts) =>
		`${gw} est une adresse de cette machine (sur ${dev}). Une passerelle, c’est quelqu’un d’autre.`,
	gatewayLinkLocal: ({ gw, dev }: Facts) =>
		`${gw} ne vaut que sur un lien, et chaque lien peut en avoir une : il faut nommer l’interface${dev === "lo" ? "" : `, par exemple dev ${dev}`}.`,
	routeDeviceDown: ({ dev }: Facts) =>
		`${dev} est désactivée. Une route veut une interface activée, et la désactiver emporte ses routes.`,
	routeNoCarrier: ({ dev, peer }: Facts) =>
		`${dev} est activée mais sans porteuse : l’autre bout${peer ? ` (${peer})` : ""} est désactivé.`,
	routeNoWay: ({ dst, dev }: Facts) =>
		`La commande dit vers où (${dst}) et non par où : il faut à une route via PASSERELLE ou dev INTERFACE${dev === "lo" ? "" : `, par exemple dev ${dev}`}.`,
	routeHostBits: ({ typed, net }: Facts) =>
		`${typed} nomme un hôte et une longueur. Une route va vers un réseau entier, qui s’écrit par sa première adresse : ${net}.`,
	routePrefsrc: ({ src }: Facts) =>
		`src est l’adresse que cette machine met dans ses paquets, il faut donc qu’elle soit à elle. ${src} n’est sur aucune de ses interfaces.`,
	routeTypeWithDevice: ({ type }: Facts) => `Une route ${type} n’envoie rien nulle part : elle ne prend ni via ni dev.`,
	routeNoNexthop: ({ id, ids }: Facts) => `Il n’y a pas de nexthop ${id}. Il y a : ${list(ids, "aucun")}.`,
	routeNoTable: ({ table, tables }: Facts) =>
		`La table ${table} est vide, et le noyau crée une table avec sa première route. Il y a : ${list(tables, "aucune")}.`,
	lookupRule: ({ dst, priority }: Facts) =>
		`La règle de priorité ${priority} refuse les paquets vers ${dst} avant qu’une table ne soit consultée.`,
	lookupType: ({ dst, route }: Facts) =>
		`La meilleure route vers ${dst} est là pour dire non : ${route}. blackhole répond Invalid argument, unreachable No route to host, prohibit Permission denied.`,
	lookupNone: ({ dst, tables, nets }: Facts) =>
		`Aucune route ne contient ${dst}, et il n’y a pas de route par défaut là où on la cherche. ${list(tables, "main").includes(", ") ? "Tables" : "Table"} ${list(tables, "main")} : ${list(nets, "vide")}.`,
	lookupPassed: ({ dst, route, why = "", dev }: Facts) => {
		const reasons: Readonly<Record<string, string>> = {
			throw: "une route throw arrête la recherche dans sa table, et aucune autre table ne répond",
			dead: `${dev} est désactivée`,
			device: "elle sort par une autre interface que celle qui est demandée",
			linkdown: `${dev} n’a pas de porteuse, et ignore_routes_with_linkdown est activé`,
			tos: "elle est pour un autre tos",
			source: "elle est pour d’autres expéditeurs",
			scope: "elle va plus loin qu’il n’est permis ici",
			expired: "son temps est passé",
		};
		return `${route} contient ${dst}, mais n’est pas prise : ${reasons[why] ?? why}. Il n’en reste pas d’autre.`;
	},
	routeNoDestination: () =>
		"La commande ne dit pas vers où : une route commence par sa destination, default pour tout ce qu’aucune autre ne contient.",
	ruleExists: ({ priority }: Facts) =>
		`Exactement la même règle est déjà là${priority ? `, de priorité ${priority}` : ""}. Avec une autre priorité, elle pourrait y être deux fois.`,
	ruleMissing: ({ priorities }: Facts) =>
		`Aucune règle n’a tout ce que dit la commande. Outre les trois du noyau (0, 32766, 32767), il y a : ${list(priorities, "aucune")}.`,
	ruleBackward: ({ target, own }: Facts) => `Un goto ne saute qu’en avant : ${target} n’est pas derrière ${own}.`,
	nexthopExists: ({ id }: Facts) => `Il y a déjà un nexthop ${id} ; replace le change.`,
	nexthopMissing: ({ id, ids }: Facts) => `Il n’y a pas de nexthop ${id}. Il y a : ${list(ids, "aucun")}.`,
	groupMissing: ({ ids }: Facts) => `Un groupe se fait de nexthops qui sont là ; ${ids} n’y est pas.`,
	neighExists: ({ dst, dev, lladdr }: Facts) =>
		`${dev} connaît déjà ${dst}${lladdr ? `, à ${lladdr}` : ""}. replace change l’entrée.`,
	neighElsewhere: ({ dst, dev, real }: Facts) => `${dev} ne connaît pas ${dst} ; ${real} le connaît.`,
	neighNowhere: ({ dst, dev }: Facts) =>
		`${dev} n’a pas d’entrée pour ${dst} : aucune n’a été faite, et aucun paquet ne l’a demandée.`,
	neighNoLladdr: ({ dst }: Facts) => `L’entrée dit qui (${dst}) et non où : lladdr donne l’adresse de lien.`,
	neighFdbProxy: () => "Un pont ne répond pour personne d’autre : ses entrées de commutation se listent sans proxy.",
	unknownObject: ({ word, near }: Facts) => `ip n’a pas d’objet ${word}.${or(near, (other) => `Est-ce ${other} ?`)}`,
	unknownVerb: ({ word, object, near }: Facts) =>
		`${object} n’a pas de commande ${word}.${or(near, (other) => `Est-ce ${other} ?`)}`,
	unknownOption: ({ word, near }: Facts) => `ip n’a pas d’option ${word}.${or(near, (other) => `Est-ce ${other} ?`)}`,
	garbage: ({ word, key, near }: Facts) =>
		`${word} n’est pas un mot clé ici. L’outil prend alors un mot pour ${key}, qui était déjà donné : d’où la phrase.${or(near, (other) => `Est-ce ${other} ?`)}`,
	duplicate: ({ key, second }: Facts) => `${key} est dit deux fois ; ${second} est la seconde.`,
	deviceNear: ({ name, near, all }: Facts) => `Il n’y a pas d’interface ${name}. Est-ce ${near} ? Il y a : ${all}.`,
	deviceUnknown: ({ name, all }: Facts) => `Il n’y a pas d’interface ${name} dans cet espace de noms. Il y a : ${all}.`,
	choice: ({ word, noun, names, near }: Facts) =>
		`${word} n’est ni un nom pour ${noun}, ni un nombre. Les noms sont : ${names}.${or(near, (other) => `Est-ce ${other} ?`)}`,
	number: ({ word, key }: Facts) => `${word} n’est pas un nombre, et ${key} en veut un.`,
	otherFamily: ({ word, family, other }: Facts) => `${word} est une adresse ${other}, et ${family} était demandé.`,
	prefixTooLong: ({ word, bits, len }: Facts) =>
		`${word} : une telle adresse a ${bits} bits, la longueur ne peut donc être ${len}.`,
	badPrefix: ({ word }: Facts) =>
		`${word} n’est pas écrit comme un préfixe : une adresse, une barre oblique, et le nombre de bits qui sont le réseau.`,
	badAddress: ({ word }: Facts) =>
		`${word} n’est pas une adresse. IPv4 : quatre nombres de 0 à 255 avec des points ; IPv6 : des groupes de chiffres hexadécimaux avec des deux-points. ip n’interroge aucun serveur de noms.`,
	notEnough: ({ key }: Facts) => `Il manque ${key}, et la commande n’a pas de sens sans lui.`,
	incomplete: ({ last }: Facts) => `Après ${last}, un mot devait suivre.`,
	flushAll: () =>
		"flush supprime tout ce qui convient et veut donc qu’on dise quoi : une interface, une table, une portée.",
	getNothing: () => "route get répond pour une destination ; il faut la nommer.",
	tunMode: () => "Une interface tun porte des paquets IP, une tap des trames : mode dit laquelle.",
	tunnelModule: ({ dev, mode }: Facts) =>
		`ip tunnel s’adresse à ${dev}, qui vient avec le module de ${mode}, et aucun espace de noms ne l’a ici. ip link add charge le module lui-même.`,
	tunBusy: ({ dev, mode }: Facts) => `${dev} est déjà là, comme interface ${mode}.`,
	vrfTable: () => "Un VRF est une table de routage qui a une interface pour visage : table N dit laquelle.",
	noVrf: ({ name, all }: Facts) => `Il n’y a pas de VRF ${name}. Il y a : ${list(all, "aucun")}.`,
	tokenLo: () =>
		"Un token est la seconde moitié des adresses que les routeurs annoncent. lo n’entend pas de routeurs et n’en prend donc pas.",
	...kind,
	...object,
	...program,
	...routing,
};

const words: FailureWords = {
	works: "Ceci marche :",
	first: "D’abord ceci :",
	again: "puis la même commande.",
	unknown: "Il n’y a pas ici d’explication pour ce message.",
	more: "Avec un monde à regarder, l’explication nomme la cause : iplab explain COMMANDE.",
	fine: "La commande marche ; il n’y a rien à réparer.",
};

export const fr = { failures, messages: message, words };
