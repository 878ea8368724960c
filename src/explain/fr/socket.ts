/** Les sockets, telles que `ss` les montre, en français. */
import type { Entry } from "../text.ts";
import type { socketTopics } from "../topic/socket.ts";

/** Le port de l'adresse d'une socket. */
const port = (value: string) => value.slice(value.lastIndexOf(":") + 1);

export const socket: Record<keyof typeof socketTopics, Entry> = {
	"socket.heading": "Les colonnes de ss : une ligne par socket.",
	"socket.netid": "La sorte de socket.",
	"sockstate.LISTEN": {
		what: "Un programme attend ici des connexions.",
		why: "Qui peut l'atteindre dépend de l'adresse où il écoute, plus à droite.",
	},
	"sockstate.ESTAB": "Une connexion établie.",
	"sockstate.UNCONN": "Elle n'a pas d'autre bout attitré : elle prend ce qui arrive à son adresse.",
	"sockstate.TIME-WAIT": {
		what: "Une connexion finie, dont on se souvient une minute.",
		why: "Pour que ses morceaux en retard ne nuisent à personne. Normal, même en grand nombre.",
	},
	"sockstate.SYN-SENT": {
		what: "Une connexion demandée, encore sans réponse.",
		why: "Si cela dure, la demande ou la réponse se perd en route : un refus serait arrivé aussitôt.",
	},
	"sockstate.SYN-RECV": "Quelqu'un demande une connexion et a eu sa réponse ; il manque sa confirmation.",
	"sockstate.CLOSE-WAIT": {
		what: "L'autre bout a fini, et le programme d'ici n'a pas encore fermé.",
		why: "S'il y en a de plus en plus, c'est que le programme oublie de le faire.",
	},
	"sockstate.FIN-WAIT-1": "Ce bout-ci a fini, et ce n'est pas encore confirmé.",
	"sockstate.FIN-WAIT-2": "Ce bout-ci a fini, l'autre non.",
	"sockstate.LAST-ACK": "Les deux bouts ont fini ; il manque la dernière confirmation.",
	"sockstate.CLOSING": "Les deux bouts finissent en même temps.",
	"socket.waiting": "Connexions établies que le programme n'a pas encore acceptées.",
	"socket.backlog": { what: "Combien peuvent attendre ainsi.", why: "Au-delà, ce qui arrive est jeté." },
	"socket.recv_q": "Octets arrivés que le programme n'a pas encore lus.",
	"socket.send_q": "Octets en partance : envoyés mais pas confirmés, ou pas encore envoyés.",
	"socket.listens.loopback": {
		what: "L'adresse de la machine pour elle-même : les programmes d'ici l'atteignent, personne du dehors.",
		why: "Ce que d'autres envoient à 127.0.0.1 reste chez eux. iplab explain bind en dit plus.",
		here: (c) => `Port ${port(c.value)} : pour cette machine seule.`,
	},
	"socket.listens.any": {
		what: "N'importe quelle adresse de cette machine : qui en atteint une atteint le programme.",
		why: "0.0.0.0 est tout IPv4, [::] tout IPv6, * les deux. Un pare-feu peut encore l'interdire.",
		here: (c) => `Port ${port(c.value)} : pour qui atteint cette machine.`,
	},
	"socket.listens.one": {
		what: "Cette seule adresse : les paquets vers une autre adresse de la machine n'y trouvent pas le programme.",
		why: "L'interface qui la porte n'y change rien.",
		here: (c) => `Port ${port(c.value)} : pour qui atteint cette adresse.`,
	},
	"socket.local": "Ce bout-ci : adresse et port.",
	"socket.peer": "L'autre bout : adresse et port.",
	"socket.peer.any": "N'importe qui.",
	"socket.users": "Les programmes qui l'ont ouverte : nom, processus, numéro parmi leurs fichiers ouverts.",
};
