/** What is measured, as people call it, by the name in `device/quantities.ts`. */

interface QuantityWords {
  readonly en: string
  readonly nl: string
}

const WORDS: Readonly<Record<string, QuantityWords>> = {
  pm1: { en: 'Fine dust PM1', nl: 'Fijnstof PM1' },
  pm25: { en: 'Fine dust PM2.5', nl: 'Fijnstof PM2,5' },
  pm4: { en: 'Fine dust PM4', nl: 'Fijnstof PM4' },
  pm10: { en: 'Fine dust PM10', nl: 'Fijnstof PM10' },
  temperature: { en: 'Temperature', nl: 'Temperatuur' },
  humidity: { en: 'Humidity', nl: 'Luchtvochtigheid' },
  pressure: { en: 'Air pressure', nl: 'Luchtdruk' },
  voc_index: { en: 'Organic vapours, index', nl: 'Organische dampen, index' },
  nox_index: { en: 'Nitrogen oxides, index', nl: 'Stikstofoxiden, index' },
  co2: { en: 'Carbon dioxide', nl: 'Koolstofdioxide' },
  no2_we_ae: { en: 'NO₂ cell, working minus auxiliary', nl: 'NO₂-cel, werk min hulp' },
  no2_ae: { en: 'NO₂ cell, auxiliary', nl: 'NO₂-cel, hulp' },
  noise_laeq: { en: 'Sound level, mean', nl: 'Geluidsniveau, gemiddeld' },
  noise_la_min: { en: 'Sound level, least', nl: 'Geluidsniveau, minste' },
  noise_la_max: { en: 'Sound level, greatest', nl: 'Geluidsniveau, meeste' },
  battery: { en: 'Supply', nl: 'Voeding' },
}

/** All words in one language, by name. */
export function quantityWords(language: keyof QuantityWords): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(WORDS).map(([name, words]) => [name, words[language]]))
}
