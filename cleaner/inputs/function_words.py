"""The commonest short words of languages written with spaces, by language: what a text is made of tells its language.

Each list holds words that make up a fifth to a half of prose in that language. Words that several languages share
stand in each list: what decides is how many of a text's words one list holds, and how many fewer the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_LISTS = {
    "en": "the of and to in a is that for it as was with be by on not he this are or his from at which but have an "
    "had they you were their one all we can her has there been if more when will would who so no said she its "
    "about up out",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor "
    "zur bis mehr durch man sein wurde wenn ich wir",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec ou "
    "son cette d l aux qu s n c mais on nous ont ses leur été comme elle même y deux vous je lui être fait sa",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin "
    "sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi "
    "porque",
    "it": "di e il la che in a per un del è della i con le da una si non sono al dei alla più nel gli dalla come "
    "anche delle ha lo su ma o nella questo se ai ed degli cui tra dal sul stato essere loro suo d l un hanno "
    "quando",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu "
    "sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als die bij door maar hij uit dan nog "
    "naar of wordt werd over heeft worden ze tot wat deze kan meer was hebben al ik je dit zich geen had haar "
    "hun we",
    "sv": "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när "
    "nu också vid under efter eller hade skulle nu man sin där kommer där blev ut mot alla sedan upp än mycket "
    "detta",
    "fi": "ja on ei että se oli hän en mutta ovat kuin niin myös sen joka mitä tai kun ole nyt vain voi jos hänen "
    "mukaan sekä olla vuoden ollut vielä sitä ovat joita joiden jo hyvin tämän tämä mikä näin hänet siitä "
    "niiden",
    "pl": "w i na z do nie to się że jest o jak za po od co ale dla są przez jego jej czy był być też tym który przy "
    "może oraz już tak które roku tylko które która przed pod było została ich bardzo tego także jednak lub",
    "cs": "a v se na je že s z do o i za by to jsou k pro ve od po který jako tak ale jeho byl bylo nebo jak si "
    "které také u aby jejich už byla mezi podle roku před při jen bude které kteří však než když",
    "sk": "a v sa na je že s z do o aj za by to sú k pre vo od po ktorý ako tak ale jeho bol bolo alebo si ktoré "
    "tiež u aby ich už bola medzi podľa roku pred pri len bude však než keď čo sme",
    "hu": "a az és hogy nem is ez egy meg csak de már ha volt mint még el ki lesz azt mert van vagy kell amely után "
    "között szerint ezt ami lehet nagyon több sem pedig így minden majd most akkor",
    "ro": "de și în la a că cu pe nu se din o un mai este au fost pentru sau dar care ce prin ale al lui cel sunt ca "
    "fi lor după între fără când să i am până anul cum unei această acest",
    "tr": "ve bir bu da de için ile çok daha gibi olarak en ne var kadar sonra ama olan o ki ya her oldu ise değil "
    "tarafından büyük yeni göre yok olduğu ancak ben diye zaman",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka "
    "oleh atau sebagai telah adalah para sudah menjadi kami orang kepada secara hanya lebih bagi",
    "vi": "và của là có được cho trong không với này đã những một người các để tại khi từ cũng về ông năm đến ra như "
    "vào trên sẽ nhiều hơn theo sau bị đang làm phải",
    "hr": "i u na je se da za su od s koji o kako a ne što iz će bi koja ili to koje nije ali do sve više samo još "
    "može prema kao uz kada te bio biti godine",
    "lt": "ir kad yra buvo su iš į tai bet ar jis apie po nuo dėl kaip ne o už į savo kurie taip pat būti per iki "
    "mes dar tik jau labai",
    "lv": "un ir ka no ar par uz bija bet tas kas arī pēc gan kā lai vai nav ne savu to tiek ko jau tika kurā līdz "
    "viņš viņa vēl",
    "et": "ja on ei et see oli ka kui mis oma aga ta selle ning või mida nii kes siis seda juba välja veel olid kuid "
    "ole pärast mille eesti üle",
    "ca": "de la i el que a en per els les un del amb una és no al es ha més com dels seu va però són també ho "
    "aquest aquesta seva hi ser sobre sense molt ja",
    "da": "og i at det er en til på som af for med de den der ikke har et var om han sig fra men vi jeg så også "
    "efter blev kan vil skal have hun være eller meget nu hvor hvad være havde deres ud over sin",
    "no": "og i det er på en til som for med av at de den har ikke et var om han seg fra men vi jeg så også etter "
    "ble kan vil skal ha hun være eller mye nå hvor hva hadde deres ut over sin",
}
"""Danish and Norwegian stand here so that neither is taken for Swedish or for the other: their lists are close, and a
text in either is left to the classifier."""

_WORDS = {language: frozenset(words.split()) for language, words in _LISTS.items()}

LANGUAGES_OF_WORD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        word: tuple(language for language, words in _WORDS.items() if word in words)
        for word in frozenset().union(*_WORDS.values())
    }
)
"""The languages that each word is a function word of."""
