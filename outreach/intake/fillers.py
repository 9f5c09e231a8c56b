"""Words that fill a cell where there is nothing to say, or no country in particular; as `folded` leaves them."""

_NOTHING = """
n a, n.a, na, n d, n.d, nd, s d, s.d, none, nil, ninguno, ninguna, nenhum, nenhuma, aucun, aucune, no tiene,
no hay, nao tem, no aplica, no disponible, not applicable, not available, sin dato, sin datos, unknown,
not known, desconocido, desconocida, no se, no se sabe
"""
_NOWHERE = """
regional, global, international, internacional, online, on line, en linea, em linha, en ligne, virtual, remote,
remoto, web, webinar, webinario, zoom, teleconference, teleconferencia, hybrid, hibrido, all, todos, various,
varios, several, multiple, varios paises, several countries, all countries, todos los paises, region,
the region, whole region, the whole region, toda la region, lac, lac region, region lac, latin america,
america latina, latinoamerica, amerique latine, caribbean, the caribbean, caribe, el caribe, caraibes,
latin america and the caribbean, latin america and caribbean, latin america & the caribbean,
latinoamerica y el caribe, america latina y el caribe, america latina y caribe, america latina e caribe,
central america, centroamerica, america central, south america, sudamerica, suramerica, america del sur,
america do sul
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in text.split(","))


NOTHING = _words(_NOTHING) | {""}
NOWHERE = _words(_NOWHERE)
