"""Everyday words of English: known to a reader even if they stand in one cell only."""

WORDS = frozenset(
    """
a able about above abroad absence accept access accident accompany accord account accuse achieve
acquire across act action active activity actor actual add address adequate adjust admit adopt
advance advantage adverse advice advise advocate affair affect afford afraid after again against
age agency agenda ago agree agreement ahead aid aim air alike all alliance allied allow ally
almost alone along already also alter alternative although always amid among amount ample an
analyse analysis analyst ancient and angle announce annual another answer any apart apparent
appeal appear apply appoint approach appropriate approve april area argue arise arm army arose
around arrange arrest arrive art article as ask aspect assemble assert assess asset assist
associate association assume assurance assure asymmetry at attach attack attain attempt attend
attention attitude attract august author authority available average avoid award aware away back
bad balance ban bank bar bargain base basic basis bear beat became because become been before
began begin begun behalf behave behind being belief believe belong below beneath benefit beside
best better between beyond big bill bind birth bit black blame block blog board body bond book
boost border born borrow both bottom bound branch brand break bridge brief bring broad broke
broken brother brought budget build built burden business busy but buy by call came campaign can
candidate cannot capable capacity capital car card care career careful carry case cash cast catch
caught cause caution celebrate central centre century certain chain chair challenge chance change
chapter character charge cheap check chief child children choice choose chose chosen circle
circumstance cite citizen city civil claim class clean clear climate close co coast code coin cold
collapse collect colour combine come comfort command comment commerce commission commit committee
common company compare compete competence competency complain complete complex component
comprehensive compromise conceal concept concern conclude condition conduct confer confirm
conflict connect connection conscious consequence consider consist consistent constant construct
consult consume contact contain content contest context continent continue contract contrary
contrast contribute control convene convention convince cool cooperate coordinate copy core
corporate correct correspond cost could council count counter country couple course court cover
create credit crime crisis critical crop cross crowd crucial culture currency current custom
customer cut cycle daily damage danger dare dark dash data date day dead deal dear death debate
debt decade december decide decision declare decline deed deep defeat defence defend defense
deficit define definite degree delay deliver delivery demand demonstrate deny depart department
depend deputy derive describe deserve design desire despite destroy detail determine develop
device devote did die differ difference different difficult dig diplomat direct director
disadvantage disappear discover discuss dispute distance distinct distribute district diverse
divide do doctor document does dog dollar domestic dominate done door double doubt down draft drag
draw drawn drew drive driven drop drove dry due durable during duty dynamic each eager early earn
earth ease east easy economic economy edge edit editor educate effect efficient effort either
elaborate elect electric electricity element else elsewhere embark emerge emergency emphasis
employ enable end enemy energy engage engine enjoy enlarge enough ensure enter enterprise entire
environment equal equip equivalent era error escape especially essence essential establish estate
estimate even event eventual ever every evidence evident exact examine example exceed excellent
except exchange exclude excuse execute exercise exert exhaust exist expand expect expense
expensive experience expert explain explicit exploit export expose express extend extent external
extra extreme eye face facility fact factor factory fail failure fair faith fall fallen false fame
familiar family famous far farm fast fate favour fear feature february federal federation fee feed
feel feeling fell felt few field fierce fight figure file fill final finance find fine finish fire
firm first fiscal fit five fix flat flee flow fly focus follow food foot for force foreign forget
form formal former formulate forth forward found foundation four frame free freedom fresh friday
friend from front fuel fulfil full fully function fund fundamental further future gain game gap
gas gather gave general generate gentle genuine get gift give given glad global go goal god gold
gone good got govern government governor gradual grain gram grant great green grew gross ground
group grow grown growth guarantee guard guess guest guide gut had half hall hand handle hang
happen happy harbour hard harm has hasty hate have he head headline health hear heard heart heat
heavy hectare held help hence her here hidden hide high highlight him himself hint hire his
historic history hit hold holiday home honest hope host hot hour house how however huge human
hundred hurry hurt idea ideal identify if ignore illegal image imagine immediate impact implement
imply import important impose impossible impress improve in incentive incident include income
increase indeed independent index indicate indirect individual industry influence inform initial
initiative innovate input inquire inside insist inspect install instance instead institute
instruct instrument insure intact integrate intellectual intend intense intent interact interest
interfere internal interpret interview into introduce invest investigate invite involve issue it
item its itself january job join joint journal journey judge judgement july june just justify keen
keep kept key kill kilogram kilometre kind knew know knowledge known label labour lack lag laid
lain land language large last late later latter launch law lay lead leader leak lean learn least
leave led left legal legislation lend length less lesson let letter level liable liberal lie lift
light like likely limit line link list listen litre little live load loan local locate long look
lose loss lost lot low lower loyal luck machine made main mainly mainstay maintain major make man
manage manner manoeuvre manufacture many map march mark market marry mass match material matter
may maybe me mean meaning means meant measure meat mechanic medal media meet member memory men
mention mere merge merit message met metal meter method metre middle might mile military mind mine
minister ministry minor minus minute miss mission mistake mix mode model moderate modern modest
moment monday money monitor month moral more moreover most mostly mother motion motive mountain
mouth move much multiple must mutual my name narrow nation national native nature near need
negative neglect negotiate neighbour neither net neutral never nevertheless new news next nice
night nine no nobody none nor normal north not note nothing notice notion novel november now
nuclear null number numerous object oblige observe obstacle obtain obvious occasion occupy occur
october odd of off offer office officer official often oil old omit on once one ongoing only onto
open operate opinion opportunity oppose opposite option or order ordinary organ organise organize
origin other otherwise ought our out outcome outline outlook output outside over overall overcome
owe own owner pace pact page paid pain pair paper paragraph parallel parent park part partial
participate particular partner party pass passage past path pattern pay payment peace peak people
per perceive percent perfect perform perhaps period permanent permit person perspective persuade
phase phrase pick picture piece place plain plan plant play plead please pledge plenty plus point
police policy political politician politics pool poor popular population port pose position
positive possess possible possibly post potential pound power practical practice praise precede
precise predict prefer prepare presence present preserve president press pressure presume pretty
prevail prevent previous price pride primary prime principal principle print prior priority
private prize probable problem proceed process produce product profession profit profound program
programme progress prohibit project prominent promise promote prompt proof proper property
proportion propose prospect protect protest proud prove provide province provision public publish
pull purchase pure purpose pursue push put qualify quality quantity quarter question quick quiet
quit quite quote race radical radio rail raise ran range rank rapid rare rate rather ratify ratio
raw reach react read ready real realise reality realize rear reason reassure rebuild recall
receive recent reckon recognise recognize recommend record recover red reduce refer reflect reform
refuse regain regard regime region register regret regular reject relate relation relative release
relevant reliable relief rely remain remark remedy remember remind remote remove renew rep repair
repeat replace reply report represent republic request require rescue research reserve reside
resign resist resolve resort resource respect respond responsible rest restore restrict result
resume retain retire return reveal revenue review revise revive revolution reward rich ride right
rigid ring rise risen risk rival river road robot role roll roof room root rose rough round route
routine row rule run rush sad safe said sail salary sale same sanction sat satisfy saturday save
saw say scale scarce scarcely scene schedule scheme school science scope score sea seal search
season seat second secret secretary section sector secure security see seek seem seen seize select
self sell send senior sense sent sentence separate september sequence series serious serve service
session set settle seven several severe shall shape share sharp she shed sheet shelter shift ship
shop short should show shown shut side sight sign signal significant silent silver similar simple
simply since sincere single sister sit site situate situation six size skill slight slow small
smooth so social society soft soil sold soldier sole solid solution solve some soon sort sought
sound source south space spare speak special specific speech speed spend spent spirit split spoke
spoken spokesman spot spread spring square stable staff stage stake stand standard start state
statement station status stay steady steal steel stem step stick still stock stood stop store
story straight strain strange strategy stream street strength strengthen stress stretch strict
strike strive strong struck structure struggle student study style subject submit subsidy
substance substitute succeed success such sudden suffer suffice sufficient suggest suit sum
summary summer summit sun sunday supply support suppose supreme sure surface surplus surprise
surround survey survive suspect suspend suspicion sustain sustainable switch symbol symmetry
system table tactic take taken talk target task tax teach team tear technical technique technology
tell temper ten tend tender tense tension term test text than thank that the their them themselves
then theory there therefore these they thing think third this thorough those though thought
thousand threat three threw through throughout throw thursday thus tie tight till time tiny tire
title to today together told tomorrow ton tone tonight tonne too took tool top topic total touch
tough toward town trace track trade tradition traffic train transfer transform transport travel
treasure treat treatment treaty tremendous trend trial trick trip troop trouble truck true trust
truth try tuesday turn turnover twelve twenty twice two type typical ultimate unable uncertain
unclear under undergo understand understood undertake undertaking underway unfair union unique
unit unite universe unknown unless unlike unlikely until unusual up update upgrade upon upper urge
urgent us usage use used useful usual utility vague vain valid valley value various vary vast
venture verify version versus very via vice victory view village violate virtual visible vision
visit vital voice vol volume volunteer vote vow wage wait wake walk wall want war ware warm warn
was waste watch water wave way we weak wealth weapon wear weary weather wednesday week weigh
weight weighty welcome welfare well went were west what whatever wheel when whenever where whereas
whether which while white who whole whom whose why wide widen wife wild will willing win wind wing
winter wipe wire wise wish with withdraw within without woman women won wonder wood word wore work
world worry worse worst worth would wound write written wrong wrote year yet yield you young your
yourself youth zero zone
""".split()
)
