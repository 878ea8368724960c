/** `iplab why` en français : les mêmes textes que dans en.ts. Espaces et apostrophes simples ; typeset() y met les autres. */
import type { DecisionTexts, ReachTexts } from "./text.ts";

const list = (names: readonly string[]) => names.join(" et ");

const of = (names: readonly string[]) =>
	names.length > 1 ? `des tables ${list(names)}` : `de la table ${list(names)}`;

export const fr: DecisionTexts = {
	title: "Pourquoi, pas à pas :",
	merged: {
		head: "Règles : aucune n'est consultée",
		text: "Personne n'a jamais fait de règle dans cet espace de noms. Jusqu'à la première, les tables local et main sont un seul arbre, parcouru une fois ; la table default vient après.",
	},
	tables: (names) => (names.length > 1 ? `Tables ${list(names)}` : `Table ${list(names)}`),
	rule: (rule) => `Règle ${rule}`,
	mismatch: {
		from: "Passée : elle vaut pour une autre source.",
		to: "Passée : elle vaut pour d'autres destinations.",
		iif: "Passée : elle vaut pour ce qui est entré par cette interface.",
		oif: "Passée : elle vaut pour les émetteurs attachés à cette interface.",
		fwmark: "Passée : le paquet porte une autre marque.",
		tos: "Passée : le paquet a un autre tos.",
		uidrange: "Passée : l'émetteur est un autre utilisateur.",
		ipproto: "Passée : elle vaut pour un autre protocole.",
		sport: "Passée : elle vaut pour d'autres ports source.",
		dport: "Passée : elle vaut pour d'autres ports de destination.",
		tun_id: "Passée : le paquet ne sort pas de ce tunnel.",
		l3mdev: "Passée : ni l'entrée ni la sortie ne sont dans un VRF.",
		not: "Passée : elle vaut pour tout sauf les paquets comme celui-ci.",
	},
	noSourceYet: "Passée : le paquet n'a pas encore de source, et une règle avec from en demande une.",
	table: {
		missing: (names) =>
			names.length > 1
				? `Les tables ${list(names)} n'existent pas : aucune route n'y a jamais été mise.`
				: `La table ${list(names)} n'existe pas : aucune route n'y a jamais été mise.`,
		empty: (names, daddr) => `Aucune route ${of(names)} ne contient ${daddr}.`,
		unfit: (names) =>
			`Aucune ne convient : ${names.length > 1 ? `les tables ${list(names)} n'ont` : `la table ${list(names)} n'a`} pas de réponse.`,
	},
	chosen: {
		only: (daddr) => `Décide : la seule route ici qui contienne ${daddr}.`,
		longest: (daddr) => `Décide : le plus long préfixe qui contienne ${daddr}.`,
		fitting: (daddr) => `Décide : de celles qui conviennent, le plus long préfixe qui contienne ${daddr}.`,
		smallest: (metric) =>
			`Décide : de celles qui conviennent et ont le plus long préfixe, celle de plus petite métrique, ${metric}.`,
		local: "Décide : de deux préfixes de même longueur, celui de la table local est vu le premier.",
	},
	fate: {
		fits: () => "Convient.",
		tos: () => "Écartée : elle ne vaut que pour ce tos.",
		source: () => "Écartée : elle vaut pour une autre source.",
		scope: () =>
			"Écartée : elle va plus loin qu'il n'est permis ici. Un prochain saut doit être plus près que ce qui est derrière lui.",
		dead: ({ dev }) => `Écartée : son interface ${dev} est désactivée, la route est morte.`,
		device: ({ oif, dev }) => `Écartée : elle sort par ${dev}, et ${oif} était demandée.`,
		linkdown: ({ dev }) => `Écartée : ${dev} n'a pas de porteuse, et ignore_routes_with_linkdown est actif.`,
		expired: () => "Écartée : son temps est écoulé.",
		behind: ({ metric, best }) =>
			metric > best
				? `Écartée : même préfixe, mais sa métrique ${metric} dépasse ${best}.`
				: "Écartée : même préfixe, mais une autre route de ce préfixe vient avant et convient.",
		shorter: () => "Pas regardée : un préfixe plus long a répondu.",
	},
	type: {
		blackhole: "Son type dit : jeter le paquet, sans un mot.",
		unreachable: "Son type dit : le refuser comme inaccessible.",
		prohibit: "Son type dit : le refuser comme interdit.",
		throw: "Son type dit : finir la recherche dans cette table et passer à la règle suivante.",
	},
	suppressed: {
		prefixlength: "Mais la règle dit suppress_prefixlength : une route si courte ne compte pas. Règle suivante.",
		ifgroup: "Mais la règle dit suppress_ifgroup, et la route sort par ce groupe. Règle suivante.",
	},
	nothing: {
		head: "Pas de route",
		text: (errno) => `Aucune table n'a de réponse : le paquet est refusé. ${errno}`,
		loopback: (daddr) =>
			`${daddr} entre dans la table local avec l'adresse de lo, que lo reçoit quand elle est activée pour la première fois.`,
	},
	way: {
		head: "Le prochain saut",
		link: (daddr, dev) =>
			`Pas de passerelle : ${daddr} est supposée être sur le lien de ${dev}, et c'est sa propre adresse de lien que l'on demande.`,
		gateway: (gateway, dev) =>
			`Le paquet va à ${gateway} par ${dev} : on demande l'adresse de lien de ${gateway}, le paquet garde sa destination.`,
		reach: (gateway) =>
			`Que ${gateway} soit sur ce lien a été vérifié par sa portée (scope) quand la route a été faite, pas maintenant.`,
		several: (count) =>
			`La route a ${count} prochains sauts. Un hachage du flux choisit, pour que tous ses paquets prennent le même chemin : des adresses, sauf si fib_multipath_hash_policy en dit autrement.`,
		share: (weight, total) => `Choisi : le hachage tombe dans sa part, ${weight} sur ${total}.`,
		otherShare: (weight, total) => `Écarté : d'autres flux passent par là, ${weight} sur ${total}.`,
		dead: "Écarté : son interface est désactivée, il n'a pas de part.",
	},
	local: {
		head: "Pour cette machine",
		text: (daddr, owner, dev) => {
			const whose =
				owner === dev
					? `${daddr} est une adresse de ${dev}.`
					: `${daddr} est une adresse de ${owner}, mais aucun paquet pour soi-même ne prend le câble.`;
			return `${whose} Le type est local : le paquet est donné à ${dev}, qui le rend aussitôt comme reçu. Aucune carte n'est sollicitée.`;
		},
		down: (dev) => `Mais ${dev} est désactivée : le paquet y est jeté.`,
		longest: (daddr, length) =>
			`Aucune route de main ne peut faire sortir ${daddr} : seul un préfixe plus long passerait devant, et aucun n'est plus long que /${length} ; à longueur égale, celui de la table local vient d'abord.`,
		first: (daddr) =>
			`Aucune route de main ne peut faire sortir ${daddr} : la règle 0 consulte d'abord la table local, qui a répondu.`,
	},
	leaves: (daddr) =>
		`Attention : rien dans la table local n'arrête ${daddr} ici (lo a-t-elle perdu son adresse ?), le paquet sortirait donc ; qui le reçoit d'un câble le jette comme martien.`,
	source: {
		head: "L'adresse source",
		given: (addr, owner) => `${addr} a été demandée, et c'est une adresse de cette machine (${owner}).`,
		prefsrc: (addr) => `La route elle-même dit src ${addr}.`,
		itself: (addr) => `Un paquet pour soi-même a la destination ${addr} aussi comme source.`,
		select: (dev, scope) =>
			`Ni l'émetteur ni la route n'en nomment une : le noyau parcourt les adresses de ${dev}. La route va jusqu'à la portée ${scope} ; une adresse doit valoir au moins aussi loin, une du réseau du prochain saut est préférée.`,
		select6: (dev) =>
			`Ni l'émetteur ni la route n'en nomment une : les adresses sont comparées deux à deux selon les règles de la RFC 6724 ; le paquet sort par ${dev}.`,
		none: "Aucune ne peut servir : le paquet n'a pas de source.",
		fate: {
			chosen: () => "Choisie.",
			secondary: () => "Écartée : une adresse secondaire n'est prise que si on la nomme.",
			narrow: ({ scope }) =>
				`Écartée : sa propre portée est plus étroite que ${scope} ; au-delà, personne ne pourrait répondre.`,
			later: () => "Écartée : il y en a une meilleure, ou une aussi bonne avant elle.",
			tentative: () => "Écartée : elle est tentative, ou un groupe.",
			itself: () => "Écartée : la destination est elle-même une adresse de cette machine.",
			scope6: () => "Écartée par sa portée : trop étroite pour la destination, ou plus large qu'il ne faut.",
			deprecated: () => "Écartée : elle est deprecated.",
			interface: ({ out }) => `Écartée : une adresse de ${out}, par où sort le paquet, passe avant.`,
			label: () => "Écartée : une adresse du même genre (label) que la destination passe avant.",
			prefix: () => "Écartée : une autre a plus de bits de tête en commun avec la destination.",
			order: () => "Écartée : aussi bonne, mais une autre vient avant.",
		},
		elsewhere: ({ out, dev }) => `Choisie, bien qu'elle soit sur ${dev} : ${out} n'en a pas qui porte assez loin.`,
	},
	assumed: {
		head: "Supposée sur le lien",
		text: (dev, daddr) =>
			`L'interface ${dev} a été nommée : ${daddr || "la destination"} est donc supposée directement sur son lien, quoi que disent les tables.`,
	},
	believe: {
		head: "La source est-elle crue ?",
		cheap: (saddr) =>
			`rp_filter est inactif : le chemin du retour n'est pas cherché. Seule une adresse de cette machine même ne serait pas crue ; ${saddr} est cherchée parmi elles.`,
		asks: (saddr, dev, rpFilter) =>
			`rp_filter vaut ${rpFilter} pour ${dev} : le chemin du retour vers ${saddr} est cherché.`,
		same: (dev) => `Le retour sort par ${dev}, par où le paquet est entré : crue.`,
		loose: "Il y a un retour, par quelque interface que ce soit ; le rp_filter lâche (2) n'en demande pas plus : crue.",
		off: "Personne n'en demande plus : crue.",
		refused: (dev, other, rpFilter) =>
			rpFilter === 1
				? `Le retour sort par ${other}, pas par ${dev} : le rp_filter strict (1) jette le paquet.`
				: "Il n'y a pas de retour : rp_filter jette le paquet.",
	},
	refused: {
		head: "Refusé",
		check: {
			"source.invalid": () => "Aucun paquet ne peut avoir une telle source.",
			"source.foreign": () => "La source demandée n'est pas une adresse de cette machine.",
			"source.loopback": (dev) =>
				`La source est dans 127.0.0.0/8, et un tel paquet ne sort que par lo, pas par ${dev} (sauf route_localnet).`,
			"source.own": (dev) =>
				`Il est entré par ${dev} avec une adresse de cette machine même comme source : un martien.`,
			"source.martian": (dev) =>
				`Il est entré par ${dev} avec une source dans 127.0.0.0/8 : un martien (sauf route_localnet).`,
			"destination.zero": () => "Rien n'est envoyé à 0.0.0.0/8.",
			"destination.loopback": (dev) =>
				`Il est entré par ${dev} pour 127.0.0.0/8, qui ne doit se voir sur aucun câble : un martien (sauf route_localnet).`,
			"device.none": () => "Il n'y a pas de telle interface.",
			"device.vrf": () => "Un VRF n'a pas de lien à lui : adresses de lien et groupes demandent un de ses ports.",
			"device.down": (dev) => `${dev} est désactivée.`,
			"device.noAddress": (dev) => `IPv4 n'est pas présent sur ${dev}.`,
			forwarding: (dev) => `Le paquet est pour quelqu'un d'autre, et ${dev} ne relaie pas (net.ipv4.ip_forward).`,
			group: (dev) => `${dev} n'est pas dans ce groupe.`,
		},
	},
	errno: (errno, text) => `(${errno} : ${text})`,
};

export const reach: ReachTexts = {
	answered: "La réponse revient.",
	connected: (port) => `La connexion au port ${port} est établie.`,
	stops: "Ce qui l'arrête :",
	here: "Ici,",
	namespace: (ns) => `Dans l'espace de noms ${ns},`,
	onTheWayBack: " au retour,",
	mends: "Ce qui le répare :",
	whole: "Essayé sur une copie de ce monde : la réponse vient.",
	part: "Essayé sur une copie de ce monde : cet obstacle disparaît, puis un autre arrête le paquet.",
	noMend: "Aucune commande seule qui le répare n'a été trouvée.",
	delivered: "pour cet espace de noms même",
	stop: {
		source: (addr) => `${addr} n'est l'adresse d'aucune interface : rien ne peut en partir.`,
		sourceNarrow: (addr, dev, scope) =>
			`la seule adresse de ${dev}, ${addr}, a la portée ${scope} : elle ne vaut pas aussi loin que va la route, le noyau prend donc une autre source, ou aucune.`,
		sourceLoopback: (addr, dev) =>
			`la source ${addr} est dans 127.0.0.0/8 : un tel paquet ne sort que par lo, pas par ${dev}.`,
		routeNone: (daddr) => `aucune route ne mène à ${daddr} : Network is unreachable.`,
		routeType: (daddr, route, rule) =>
			`la route qui décide de ${daddr} ne porte rien : ${route}${rule === undefined ? "" : ` (par la règle ${rule})`}.`,
		rule: (daddr, rule) => `une règle refuse les paquets vers ${daddr} avant toute table : ${rule}.`,
		forwarding: (dev, sysctl) =>
			`${sysctl} vaut 0 : le paquet est entré par ${dev} pour quelqu'un d'autre, et un hôte qui ne relaie pas le jette.`,
		arpOff: (dev) =>
			`${dev} a le drapeau NOARP : elle ne demande d'adresse de lien à personne et envoie à la sienne, que nul autre ne prend pour lui.`,
		rpFilter: (dev, saddr, way, value) =>
			`rp_filter vaut ${value} sur ${dev} : le paquet y est entré, venant de ${saddr}, mais ${
				way === undefined ? `aucune route ne mène à ${saddr}` : `la route du retour sort par ${way}`
			}, il n'est donc pas cru.`,
		martian: (dev, addr) =>
			`le paquet est entré par ${dev} avec ${addr}, qui ne doit se voir sur aucun câble : un martien.`,
		martianOwn: (dev, addr) =>
			`le paquet est entré par ${dev} avec la source ${addr}, qui est aussi une adresse d'ici : un martien. L'adresse existe deux fois.`,
		deviceDown: (dev) => `${dev} est désactivée : elle ne porte rien, et les routes qui sortent par elle ont disparu.`,
		carrier: (dev, peer) =>
			`${dev} n'a pas de porteuse${peer === undefined ? "" : ` : l'autre bout, ${peer}, est désactivé`}. Ce qu'on lui donne est jeté.`,
		peerDown: (dev) => `${dev} est désactivée et ne reçoit rien.`,
		neighbour: (dev, nexthop, direct, owner, heard) => {
			const asked = `personne sur le lien de ${dev} ne répond pour ${nexthop}`;
			const what = direct ? ", qu'une route suppose sur ce lien" : ", la passerelle de la route";
			if (owner === undefined) return `${asked}${what} : aucune interface nulle part n'a cette adresse.`;
			return heard
				? `${asked}${what} : ${owner} a l'adresse et entend la question, mais ne répond pas.`
				: `${asked}${what} : ${owner} a l'adresse, et n'est pas sur ce lien.`;
		},
		lladdr: (dev, lladdr, sender, nexthop, permanent) =>
			`la trame est arrivée à ${dev}, mais elle est pour ${lladdr}, qui n'est pas son adresse de lien : elle est jetée. ${sender} a ${
				permanent ? "une entrée permanente" : "appris"
			} ${nexthop} lladdr ${lladdr}${permanent ? ", et ne demande à personne" : " d'un autre qui a cette adresse"}.`,
		mtu: (dev, length, mtu) => `le paquet de ${length} octets est plus long que la mtu ${mtu} de ${dev}, qui le jette.`,
		circle: "le paquet est renvoyé là où il a déjà été : il tourne en rond.",
		hijack: (daddr, rule, route) =>
			`une règle détourne les paquets vers ${daddr} : ${rule}. Là, ${route} décide, et cela ne mène nulle part.`,
		swallowed: (dev) =>
			`${dev} prend le paquet et le jette : c'est ce que fait une dummy de tout ce qu'on envoie par elle.`,
		ignored: (sysctl) => `le paquet arrive, et ${sysctl} interdit d'y répondre.`,
		elsewhere: (addr, dev, meant) =>
			`${addr} est une adresse d'ici aussi (sur ${dev}) : le paquet finit ici, et n'atteint jamais ${meant}.`,
		portClosed: (addr, port) =>
			`le paquet arrive à ${addr}, mais rien n'écoute sur le port ${port} : Connection refused.`,
		portBound: (addr, port, bound) =>
			`un programme écoute sur le port ${port}, mais seulement sur ${bound} : pour ${addr} il n'y a personne, donc Connection refused.`,
		unknown: (at, why) => `le paquet est jeté dans ${at}() (${why}).`,
	},
};
