"""Function words of many languages: the short words that prose is full of and menus are not.

One set for all languages: a word that is a function word in one and a content word in another is rare among the
commonest dozens of each. Scripts without spaces have characters in their place.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cleaner.propose.content.characters import hashes_of_words, membership

_WORDS = """
the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an
will my one all would there their what so up out if about who get which go me when make can like no just him know
take into your some could them see other than then now only its over also after how our even want because any these
us is are was were been has had did said more most der die das und ist nicht ein eine einer eines einem einen zu mit
sich auf für von dem den des im auch es an werden aus er hat dass sie nach wird bei noch wie so zum kann aber vor
durch man sei wenn nur war sein seine ihre oder als um mehr haben wurde wir ich über unter le la les un une des du de
et est en que qui dans pour par sur pas plus ne se ce il elle au aux avec son sa ses ont été cette mais ou comme nous
vous leur être fait même aussi deux tout sont avait sans entre el los las una unos y en que se del al por con para es
lo como su más pero sus le ya este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde
todo nos durante ser fue ha son está han il lo gli i un uno di a da in con su per tra fra e che non è si come più
anche ma della del dei delle nel nella alla al dalla sono ha questo questa hanno loro essere stato
o os as um uma do da dos das em no na nos nas por para com não que se mais como mas foi ao ele seu sua ou quando
muito já está são pela pelo até isso também só
de het een en van ik te dat die in je is niet op aan met voor er maar om hem dan zou of wat mijn men dit zo door over
ze zich bij ook tot uit naar heeft worden werd nog was deze
och att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när nu under
skulle efter upp og det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham
hun nu over da fra du ud ikke jeg det er på en til som har å med de av at fra vi var men han for seg kan etter ble mot
ja on ei se että oli hän en mutta ovat kuin niin myös sen joka mitä tai kun ole nyt vain voi jos hänen sekä
i w na z do nie to się że jest o jak za po od co ale dla są przez jego jej czy był być też tym który przy może oraz
już tak ich a v se na je že s z do o i za by to jsou k pro ve od po který jako tak ale jeho byl bylo nebo jak si
sa na to je že som ako ale pre od pri alebo ktoré bol
az egy és hogy nem is ez van meg csak de már ha mint volt még el ki lesz azt
și în de la a cu pe nu că se din o un mai este au fost pentru sau dar care ce prin
и в не на что я он с как это по но они мы она так то из за у же от бы о для вы был его или к до при во со только еще
когда который і в не на що я він з як це по але вони ми вона так то за у від для ви був його або до при ще які
и в на не да се с за от че по е са като ще до със при или към беше
и у на да се је за од не са који као али су то што
ve bir bu da de için ile çok daha gibi olarak en ne var kadar sonra ama olan o ki ya her oldu
và của là có được cho trong không với này đã những một người các để tại khi từ cũng về
yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka oleh
ang ng sa na at mga ay si para hindi ito
και το να του η ο της στο για με από που τα την σε είναι δεν οι των τον στην τη θα αυτό ή
في من على أن إلى هذا كان التي الذي ما لا عن مع هذه كما قد بعد أو ذلك بين لم كل حتى منذ
در به از که این را با است برای آن یک خود تا کرد بر هم نیز شد
של את על לא זה הוא עם כי גם או אם היא אני אבל כל יש אין
के में है की से को का और पर ने कि यह एक भी नहीं था हैं इस लिए तो जो कर
এর এবং এই থেকে করে হয় না যে তার জন্য একটি ও
மற்றும் இந்த என்று ஒரு அவர் இது
un e të në që me për nga një është i u si do nuk
na ya wa kwa ni katika la za kuwa hii
el i de la que en un per amb es no una del més als com
ez da eta bat ere dira duen zen
ir kad yra buvo su iš į tai bet ar jis apie po nuo dėl
un ir ka no ar par uz bija bet tas kas arī pēc
ja on ei et see oli ka kui mis oma aga ta selle
in je da na za so se ki tudi pa kot bi po od ali
"""
_CHARACTERS = (
    "的一是不了在人有我他这为之来以和说到地也就要可你会着没那得自己后里而去于の是はをがにでとも"
    "のしたてるこれ은는이가을를의에도로다고"
)


@lru_cache(maxsize=1)
def function_words() -> npt.NDArray[np.bool_]:
    """The membership table of all function words, for `characters.listed`."""
    words = sorted({*_WORDS.split(), *_CHARACTERS})
    spaced = [word for word in words if len(word) == 1 or not any("\u0900" <= c <= "\u0eff" for c in word)]
    return membership(hashes_of_words([word for word in spaced if word]))
