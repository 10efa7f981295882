"""English words by what they do, for rules that read without a model."""

import re


def words(text: str) -> frozenset[str]:
    """A set from a line of words, to keep the lists below readable."""
    return frozenset(text.split())


AUXILIARIES = words(
    "am is are was were be been being do does did done have has had having can could will would shall should may "
    "might must isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't won't "
    "wouldn't shouldn't"
)
QUESTION_WORDS = words("who whom whose what which when where why how what's who's where's when's how's why's")
PREPOSITIONS = words(
    "of in on at by for with from to about against between among into onto over under after before during since "
    "until through across near around without within upon toward towards behind beyond despite as like than per "
    "via off out up down along amid besides except"
)
PRONOUNS = words(
    "i me my mine we us our ours you your yours he him his himself she her hers herself they them their theirs "
    "themselves it its itself this that these those there here one ones someone anyone everyone somebody anybody "
    "nobody something anything nothing everything myself yourself ourselves"
)
FUNCTION_WORDS = (
    AUXILIARIES
    | QUESTION_WORDS
    | PREPOSITIONS
    | PRONOUNS
    | words(
        "a an the and or but so nor yet if then else because while although though whether not no yes also too very "
        "just only even still ever never always often again already now soon later earlier today yesterday tomorrow "
        "once more most much many few some any all both each every either neither other another such same own next "
        "well really exactly actually please ok okay however meanwhile therefore thus instead indeed perhaps maybe"
    )
)
# Words that begin sentences with a capital and name nobody.
OPENING_WORDS = FUNCTION_WORDS | words(
    "according asked first second third last former despite following given several two three four five six seven "
    "eight nine ten hundreds thousands people officials experts critics analysts diplomats sources police speaking "
    "pressed tell name give explain describe list show say says said let's hello hi hey thanks thank frankly "
    "obviously once until whoever whatever early late new old under many most nearly about almost there's it's he's "
    "she's that's they're we're i'm i've you're here's during in at on by schedules signs anyone interesting is cool "
    "rather whenever wherever throughout upon titled great nice wow good sorry sure right oh any besides aside "
    "beginning together additionally furthermore moreover unlike amid alongside summarise summarize compare translate "
    "outline worldwide nationwide globally"
)
TIMES = words(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday christmas easter spring summer autumn winter jan feb mar apr jun "
    "jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
)
TITLES = words(
    "mr mrs ms miss dr prof professor president minister premier secretary chancellor senator sen rep "
    "representative congressman congresswoman governor gov mayor ambassador general gen colonel col captain capt "
    "lieutenant lt sergeant major admiral king queen prince princess pope bishop archbishop cardinal sir lord "
    "lady dame councillor cllr inspector superintendent constable reverend rev judge "
    "justice attorney chairman chairwoman spokesman spokeswoman coach actor actress singer author "
    "director envoy leader commander marshal sheriff detective emperor empress duke duchess baron analyst"
)
TITLE_PARTS = words("us vice prime deputy chief former foreign defense defence state treasury interior first special")
FEMALE_TITLES = words(
    "mrs ms miss congresswoman queen princess sister lady dame chairwoman spokeswoman actress duchess"
)
MALE_TITLES = words("mr congressman king prince pope bishop father sir lord chairman spokesman actor duke emperor")
FEMALE_NAMES = words(
    "mary anna anne ann maria emma sarah laura lisa susan karen nancy linda patricia jennifer elizabeth jessica "
    "kate kathy angela hillary michelle nikki theresa margaret julia christine melania ivanka alice jane helen "
    "diana victoria amy emily rachel rebecca sandra sharon barbara carol donna ruth patti cher madonna britney "
    "whitney mariah janet oprah joan marie charlotte sophie olivia katie stephanie alexandra caroline monica "
    "amanda"
)
MALE_NAMES = words(
    "john james robert michael mike william david richard joseph thomas charles donald daniel paul mark george "
    "steven stephen kevin brian edward peter frank bruce barack joe bill jim tom bob vladimir emmanuel boris tony "
    "jeff henry jack sam ben adam alex andrew anthony martin matthew simon philip scott gary larry eric fred "
    "gregg ron jason ryan bob bobby jimmy johnny tim steve justin jacob nick luke harry walter arthur albert "
    "ernest howard roger keith"
)
GROUP_WORDS = words(
    "department ministry council foundation university college institute corporation corp inc ltd llc company co "
    "group party committee commission agency bank court church band association union federation organization "
    "organisation administration government congress senate parliament house club team league orchestra brothers "
    "sisters bureau office center centre authority army navy force forces police guard alliance society trust "
    "times post news network press institution pentagon kremlin taliban hamas hezbollah fbi cia nato opec eu un "
    "who"
)
PLACE_WORDS = words(
    "river street avenue road island islands airport sea ocean lake city county peninsula mountain mountains bay "
    "beach valley square park bridge harbor harbour port stadium hotel building palace museum strait gulf coast "
    "desert atoll reef isle lagoon canal glacier volcano plaza boulevard cathedral hospital"
)
THING_WORDS = words(
    "act bill treaty agreement accord award awards prize cup festival album tour war series show film movie book "
    "song championship olympics games deal plan project program programme operation battle game season bowl "
    "election championships station magazine records summit conference crisis amendment opera symphony"
)
COUNTRIES = words(
    "us usa uk america britain england scotland wales ireland france germany italy spain portugal greece turkey "
    "poland ukraine russia china japan india pakistan iran iraq israel syria egypt libya lebanon jordan yemen "
    "qatar korea dprk vietnam thailand indonesia malaysia philippines australia canada mexico brazil argentina "
    "chile colombia venezuela cuba peru nigeria kenya ethiopia somalia sudan congo africa europe asia sweden "
    "norway denmark finland netherlands belgium switzerland austria hungary romania serbia afghanistan palestine "
    "taiwan arabia zealand states kingdom kong singapore myanmar bangladesh nepal"
)
CAPITALS = words(
    "washington moscow beijing london paris berlin tokyo seoul pyongyang kabul tehran baghdad damascus jerusalem "
    "cairo ankara kyiv kiev brussels rome madrid york angeles chicago geneva vienna panmunjom"
)
# A nation, its people and what is theirs, by one of these words.
NATIONS = {
    form: forms[0]
    for forms in (
        line.split()
        for line in """
        us usa america american americans
        uk britain british briton britons
        eu european europe europeans
        un
        france french frenchman frenchwoman
        china chinese
        japan japanese
        netherlands dutch holland
        spain spanish spaniard
        greece greek greeks
        turkey turkish turk turks
        wales welsh
        denmark danish dane danes
        switzerland swiss
        poland polish pole poles
        ireland irish
        scotland scottish scot scots
        england english
        sweden swedish swede swedes
        finland finnish finn finns
        norway norwegian norwegians
        germany german germans
        philippines filipino filipinos
        thailand thai
        ukraine ukrainian ukrainians
        argentina argentinian argentine
        afghanistan afghan afghans
        iceland icelandic
        dprk
        """.strip().splitlines()
    )
    for form in forms
}
DEMONYM = re.compile(r"(?:ean|ian|ish|ese|can|sian|aeli|aqi|ench|erman|utch)s?$")
SPEAKING = words(
    "said says say told tell tells asked asks added adds warned warns claimed claims insisted insists argued "
    "argues wrote writes tweeted tweets announced announces explained explains thinks thought think believes "
    "believed believe want wants wanted met meet meets denied deny refused refuse resign resigned married marry "
    "born died die sing sang played play hope hopes feel feels agreed agree replied repeatedly promised promise "
    "visit visited travel fire fired"
)
SURNAMES = words("may will")  # "Theresa May", "George Will"
HONORIFICS = words("mr mrs ms dr gen sen rep gov prof st lt col capt jr sr cllr rev")
NAMED_FOR = words("centre center institute council committee office department ministry foundation association agency ")
LINKS = words("of the for de la du del von van der den bin al el ibn da di")


NOT_PERSONS = GROUP_WORDS - {"un"} | PLACE_WORDS | THING_WORDS | LINKS

# Numbers and the calendar, by their values.
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
ONES = {word: value for value, word in enumerate(_ONES)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS = {word: 10 * value for value, word in enumerate(_TENS, 2)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
