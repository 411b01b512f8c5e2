// The page about the API comes without a language.
document.documentElement.lang = "en";
