"""The schemas and properties of FollowTheMoney 4 this house knows by name.

Pinned here, so that a new version of the model changes nothing in silence. A property that stands
in none of these tables is kept as a note and counted.
"""

from wasl.core.matching.entities.codes import Category, Kind, NameKind, PaperType

PERSON = "Person"

SCHEMAS = {
    PERSON: Kind.PERSON,
    "LegalEntity": Kind.ORGANIZATION,
    "Organization": Kind.ORGANIZATION,
    "Company": Kind.ORGANIZATION,
    "PublicBody": Kind.ORGANIZATION,
    "Vehicle": Kind.VEHICLE,
    "Airplane": Kind.VEHICLE,
    "Vessel": Kind.VESSEL,
    "Identification": Kind.IDENTITY_PAPER,
    "Passport": Kind.IDENTITY_PAPER,
    "Address": Kind.PLACE,
}

CATEGORIES = {"Company": Category.COMPANY, "PublicBody": Category.PUBLIC_BODY}

NAMES = {
    "name": NameKind.PRIMARY,
    "alias": NameKind.ALIAS,
    "weakAlias": NameKind.WEAK_ALIAS,
    "previousName": NameKind.FORMER,
}

# Numbers of papers that stand on their holder.
HELD_PAPERS = {
    "passportNumber": PaperType.PASSPORT,
    "idNumber": PaperType.ID_CARD,
    "socialSecurityNumber": PaperType.OTHER,
}

# Known, and kept as notes: nothing of ours is compared with them.
NOTED = frozenset(
    """
    abbreviation addressEntity amount appearance authority birthCountry bvdId category
    citizenship classification createdAt crsNumber currency deadweightTonnage deathDate
    deregistrationDate description dissolutionDate dunsCode education email ethnicity eyeColor
    firstName googlePlaceId grossRegisteredTonnage hairColor height icaoCode icijId
    incorporationDate innCode jurisdiction keywords lastName latitude legalForm leiCode
    licenseNumber longitude mainCountry middleName modifiedAt nameChangeDate nameSuffix
    navigationArea notes npiCode ogrnCode okpoCode opencorporatesUrl operator osmId owner
    parent pastFlags pastTypes political postOfficeBox postalCode profession program programId
    proof publisher publisherUrl registrationDate registrationPort religion remarks retrievedAt
    secondName sector serialNumber sourceUrl spokenLanguage status street2 summary swiftBic
    taxNumber taxStatus title tonnage topics type uniqueEntityId uscCode vatCode website weight
    wikidataId wikipediaUrl
    """.split()
)
