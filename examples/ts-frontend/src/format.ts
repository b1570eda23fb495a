// The contract says what the values are; how they look is decided here.

const money = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const moment = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en", { dateStyle: "full", timeZone: "UTC" });

/** A price arrives as text, so that no cent is lost on the way. */
export const formatPrice = (price: string | number) => money.format(Number(price));
export const formatMoment = (text: string) => moment.format(new Date(text));
export const formatDay = (text: string) => day.format(new Date(`${text}T00:00:00Z`));
