/** Ce que veut dire un message dont on ne sait que les mots, en français. */
import type { message as english } from "../en/message.ts";

export const message: Readonly<Record<keyof typeof english, string>> = {
	batchTextMessage:
		"Une ligne du fichier (ip -batch) ne se lit pas comme une commande : un guillemet sans son pareil sur la même ligne, un \\ à la fin de la dernière ligne, ou plus de 511 mots.",
	invalidGateway:
		"La passerelle n’est pas un voisin : aucune adresse de cette machine ne l’a dans son sous-réseau (scope link), ou l’interface qui y mène est désactivée. Une passerelle qui est une adresse de cette machine est refusée aussi.",
	nsidMessage:
		"Le numéro ne désigne là aucun espace de noms : chacun compte pour lui-même ceux à qui il a eu affaire (ip netns list-id).",
	addressInUse:
		"Un port sur une adresse est à une seule socket (ss -tulnp dit à qui) ; ou, d’une interface, une adresse de lien ou un port UDP qu’une autre a déjà.",
	refused:
		"La machine est atteinte, et aucun programme n’y attend sur ce port, ou seulement sur une autre de ses adresses (ss -tln).",
	timedOut:
		"Rien n’est revenu à temps : des paquets se perdent à l’aller ou au retour, ou quelqu’un les jette sans un mot. iplab why SRC DST trouve où.",
	couldNotConnect:
		"Aucune connexion ne s’est faite : refus, pas de route, ou la source demandée n’est pas là. nc -v dit lequel.",
	unreachableMessage:
		"Un routeur, ou cette machine même, fait savoir qu’il ne peut transmettre : aucun voisin ne répond, aucune route ne mène plus loin, ou une route ou un filtre dit non. L’adresse devant dit qui.",
	ttlMessage:
		"Le paquet a été transmis autant de fois qu’il le peut : son compte de sauts (-t) était trop petit, ou il tourne en rond.",
	tooBigMessage: "Le paquet dépasse le mtu du chemin et ne peut être coupé. Un plus petit (ping -s) passe.",
	noAnswerMessage:
		"Des paquets sont partis, et aucune réponse n’est venue. iplab why SRC DST en suit un et dit où il se perd, lui ou la réponse.",
	arpingAnswer:
		"Quelqu’un a répondu à une question ARP. Avec -D (cette adresse est-elle prise ?), une réponse est l’échec.",
	notArpableMessage: "L’interface n’a pas de voisins à interroger par ARP, ou n’est pas là.",
	broadcastMessage: "L’adresse est une adresse de diffusion (alors -b), ou une route prohibit lui dit non.",
	sourceDevice:
		"-I demande une interface qui n’a pas la source que le noyau choisirait ; la réponse peut entrer ailleurs.",
	keyMessage: "Le chemin passe par WireGuard, et aucun pair n’y a la destination parmi ses adresses permises.",
	resolveMessage:
		"Ce qui est donné est un nom que personne n’a su résoudre, ou une adresse de la famille qu’une option (-4, -6) exclut.",
	programWords:
		"Le programme lui-même a refusé ses mots : une option, un nombre hors bornes, un filtre qui n’en est pas un, un hôte ou un port qui manque.",
	bondMessage:
		"Un bond refuse : l’option est d’un autre mode, la valeur ne nomme aucun de ses ports ou est hors bornes, ou le réglage ne change que sans ports.",
	enslaveMessage:
		"Une interface ne peut y être un port : elle est activée, d’un genre qui ne peut pas (lo, un pont dans un pont, un VRF dans un VRF), ou le maître même.",
	vlanMessage:
		"Un VLAN veut une interface dessous (link DEV, qui porte des VLAN) et un numéro de 0 à 4094 (id N) ; un pont qui distingue les VLAN veut vlan_filtering.",
	vxlanMessage:
		"Un tunnel VXLAN ou GENEVE veut son numéro et l’autre bout, chacun une fois par port UDP ; l’essentiel n’en change plus une fois créé.",
	vrfMessage:
		"Un VRF est une interface avec sa propre table de routage (table N, pas 0), et s’appelle du nom de cette interface.",
	mtuMessage: "La taille sort des bornes du pilote ou du noyau ; ip -d link montre minmtu et maxmtu.",
	tunMessage:
		"D’une interface tun ou tap, ou d’un tunnel : il faut dire le mode, une fois, et qu’il existe ; c’est ip tuntap qui crée tun et tap.",
	tunnelMessage:
		"Il n’y a pas de tunnel de ce nom, ou il n’est pas du genre auquel la commande parle ; ou ses bouts, sa clé, son ttl ou son nom ne vont pas ensemble.",
	kindMessage: "Un réglage que ce genre de lien n’a pas, ou pas avec le reste de ce qui est dit.",
	macsecMessage:
		"Une association MACsec veut sa clé et un numéro de paquet à partir de 1 ; replay et window vont ensemble ; de send_sci, end_station et scb, il n’y en a qu’un.",
	choiceMessage: "Le mot-clé prend l’un des mots que la phrase nomme.",
	statsMessage:
		"ip stats et xstats connaissent des groupes, sous-groupes et suites, chacun dans le précédent ; des comptes à part sont tenus pour les ponts et les bonds.",
	netnsMessage:
		"Un espace de noms s’appelle d’un nom de /run/netns (sans barre oblique), exec veut une commande après, et certaines interfaces (lo, ponts, bonds, VRF) ne changent pas d’espace.",
	saveMessage:
		"restore lit ce que save a écrit, et ceci est autre chose ; les routes, dans un fichier et non par un tube.",
	fdbMessage:
		"Dans la famille bridge (-B), un voisin est une entrée de commutation : une adresse de lien de six octets (lladdr) sur une interface Ethernet. bridge fdb get en demande une ; ip neigh get ne le peut pas.",
	argumentMessage: "Il manque un mot dont la commande ne peut se passer, ou il y en a un où rien n’est pris.",
	allowedMessage:
		"La famille ne va pas avec l’objet : -4, -6, -0, -M ou -B demande des adresses dont il n’a rien, ou l’interface n’a pas d’IPv6.",
	gatewayMessage:
		"Le chemin d’une route ne va pas : une passerelle est l’adresse d’un voisin, de la famille de la route, avec son interface si elle n’est pas claire, et dite à un seul endroit.",
	nexthopMessage:
		"Un objet nexthop ou une liste de nexthops ne va pas : son numéro, sa famille, son genre (fdb, groupe, resilient) ou son interface ne convient pas.",
	routeMessage:
		"Une route ou une recherche avec un mot qui ne va pas : un scope, une source qui n’est pas à la machine, des bits d’hôte après la longueur, ou ce qu’une recherche ne prend pas.",
	ruleMessage:
		"Une règle dont un sélecteur ne va pas : tos sans ses deux bits bas, une plage qui commence après sa fin, une table en plus de l3mdev, ou une adresse de l’autre famille.",
	addressMessage:
		"L’adresse n’est pas de celles que cette interface peut avoir : ::1 ailleurs que sur lo, un groupe sans autojoin, aucune adresse, une adresse de lien d’une autre longueur ou d’un groupe ; ou IPv6, ou ce qu’il lui faut, y est coupé.",
	indexMessage: "Aucune interface d’ici n’a ce numéro.",
	ioMessage:
		"Le fichier ne contient rien à lire, ou n’accepte que la forme qu’il attend ; stable_secret attend une adresse IPv6.",
	crossDevice: "rp_filter ne croit pas que le paquet soit entré là : la route vers sa source sort ailleurs.",
	roomMessage:
		"Le noyau n’a rien pris de plus : pour une entrée proxy, il manque l’interface ; pour une adresse, le mtu est trop petit.",
	peerMessage: "Un bout d’une paire ne s’active pas avant que l’autre soit là.",
	ownerMessage: "Un utilisateur, un groupe, une taille ou un mot qui ne tient pas, ou un mot-clé dit deux fois.",
	usageMessage: "L’outil n’a pas compris les mots et répond par tout ce qu’il sait faire.",
	exists:
		"Ce que la commande veut créer est déjà là : la même adresse, route, règle, entrée, ou le même nom. replace ou change prend ce qui est là ; add veut qu’il n’y soit pas.",
	netUnreachable:
		"Aucune route ne convient à la destination, ou la passerelle d’une nouvelle route n’est pas un voisin. Voyez ip route et ip addr ; c’est souvent une route par défaut qui manque.",
	noRouteToHost:
		"Une route unreachable dit non, ou le voisin n’a pas répondu : mauvaise adresse, autre lien, ou machine éteinte.",
	addressNotThere:
		"L’adresse n’est pas sur l’interface, ou n’a pas le droit d’y être : elle est ailleurs, a une autre longueur, ou est de celles qu’une interface ne peut posséder.",
	down: "L’interface est désactivée. ip link set DEV up l’active ; ses routes étaient parties, et toutes ne reviennent pas seules.",
	noProcess:
		"D’une route ou d’un label : il n’y en a pas qui convienne à tout ce qui est dit. De netns avec un nombre : il n’y a pas de tel processus.",
	noEntry:
		"Ce qu’il faudrait supprimer ou consulter n’est pas là : une règle, un voisin, un nexthop, une table, ou le nom d’un espace de noms.",
	noDevice:
		"Aucune interface n’a ce nom ou ce numéro dans cet espace de noms. Elle est peut-être dans un autre : ip netns list, ip -all netns exec ip link.",
	notPermitted:
		"Pour changer, il faut le droit d’administrer le réseau (root, ou CAP_NET_ADMIN dans cet espace de noms).",
	denied: "Une route ou une règle prohibit dit non, ou IPv6 est coupé sur l’interface, ou le droit de le faire manque.",
	notSupported: "L’interface ne sait pas le faire, le noyau ne connaît pas ce genre, ou son module manque.",
	busy: "La chose sert : elle est activée, est le port d’une autre, ou une autre la tient.",
	outOfRange:
		"Une valeur n’entre pas dans son champ : un nom trop long, un nombre hors de ses bornes, une adresse d’une autre longueur.",
	invalid:
		"Le noyau comprend les mots et non leur sens ensemble : un préfixe avec des bits d’hôte, une source qui n’est pas la sienne, une option d’un autre genre.",
	toolStopped:
		"L’outil lui-même s’est arrêté à un mot qu’il ne connaît pas ou qui lui manque ; le noyau n’en a rien su.",
};
