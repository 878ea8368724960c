/** Les lignes de ip rule, en français. */
import type { Entry } from "../text.ts";
import type { ruleTopics } from "../topic/rule.ts";

export const rule: Record<keyof typeof ruleTopics, Entry> = {
	"rule.priority": {
		what: "Sa place dans l'ordre : on essaie les règles à partir de 0.",
		why: "Au départ il y a 0 (table local), 32766 (main) et, pour IPv4, 32767 (default).",
	},
	"rule.all": "D'où que ce soit.",
	"rule.src": "Seulement pour les paquets venant d'ici.",
	"rule.srclen": "Combien de bits en comptent.",
	"rule.dst": "Seulement pour les paquets allant là.",
	"rule.dstlen": "Combien de bits en comptent.",
	"rule.not": "Pour tous les paquets sauf ceux dits ici.",
	"rule.tos": "Seulement pour ce type de service.",
	"rule.fwmark": "Seulement pour les paquets portant cette marque, mise par un pare-feu ou une socket.",
	"rule.fwmask": "Quels bits de la marque comptent.",
	"rule.iif": "Seulement pour les paquets entrés par là ; lo désigne ceux que cette machine fait.",
	"rule.oif": "Seulement pour les sockets liées à cette interface.",
	"rule.iif_detached": "Il n'y a pas de telle interface à présent : la règle dort.",
	"rule.oif_detached": "Il n'y a pas de telle interface à présent : la règle dort.",
	"rule.l3mdev": {
		what: "Chercher dans la table du VRF auquel le paquet appartient.",
		why: "Le premier VRF apporte cette règle, pour tous.",
	},
	"rule.uid_start": "Seulement pour les programmes de ces utilisateurs : de ce numéro…",
	"rule.uid_end": "… à celui-ci.",
	"rule.ipproto": "Seulement pour ce protocole.",
	"rule.sport": "Seulement depuis ce port.",
	"rule.sport_start": "Seulement depuis ces ports : de celui-ci…",
	"rule.sport_end": "… à celui-ci.",
	"rule.dport": "Seulement vers ce port.",
	"rule.dport_start": "Seulement vers ces ports : de celui-ci…",
	"rule.dport_end": "… à celui-ci.",
	"rule.tun_id": "Seulement pour les paquets sortis du tunnel de ce numéro.",
	"rule.suppress_prefixlen": {
		what: "Une réponse dont le préfixe n'est pas plus long que cela ne compte pas ; on cherche plus loin.",
		why: "Avec 0 : tout sauf la route par défaut. Les VPN font ainsi.",
	},
	"rule.suppress_ifgroup": "Une réponse qui mène à une interface de ce groupe ne compte pas.",
	"rule.flow_from": "Le realm d'où cela vient.",
	"rule.flow_to": "Le realm où cela va.",
	"rule.goto": "Continuer à la règle de ce numéro.",
	"rule.unresolved": "Il n'y a pas de règle de ce numéro à présent : on passe.",
	"rule.nop": "Ne rien faire, continuer : un endroit où sauter.",
	"rule.masquerade": "Un reste de la traduction d'adresses.",
};
