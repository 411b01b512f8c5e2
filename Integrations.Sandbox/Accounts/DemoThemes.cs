namespace Integrations.Sandbox.Accounts;

internal static class DemoThemes
{
    public static IReadOnlyList<string> Areas { get; } = ["widgets", "website", "mobile", "platform"];

    public static IReadOnlyList<DemoTheme> All { get; } =
    [
        new("Export times out after 30 s", "Export performance review", "Open the monthly report and press Export. After thirty seconds the page shows a gateway error. Small reports work.", "widgets"),
        new("Onboarding checklist for Globex", "Globex onboarding", "Globex goes live next month. Collect what they need: accounts, sample data, a contact for questions.", "platform"),
        new("Quarterly planning: pick three goals", "Quarterly planning", "Every team brings two candidates. We leave with three goals and an owner for each.", "platform"),
        new("Login page loses the return address", "Sign-in flow walkthrough", "After signing in people land on the dashboard instead of the page they asked for. It began with the last release.", "website"),
        new("Dark mode has unreadable badges", "Design review: dark mode", "The status badges have too little contrast on the dark background. Needs new tokens for warning and error.", "mobile"),
        new("Invoice totals differ by one cent", "Billing: rounding rules", "Totals are rounded per line and the statement rounds once. Agree on one rule and write it down.", "widgets"),
        new("Search should find attachments", "Search roadmap", "Customers expect attachment names and contents in the results. Start with names.", "platform"),
        new("Push notifications arrive twice", "Mobile weekly", "Devices that were restored from a backup register a second time. Deduplicate by installation id.", "mobile"),
        new("Move the nightly job to the new queue", "Infrastructure sync", "The old queue is switched off at the end of the quarter. The nightly job is the last one that uses it.", "platform"),
        new("Pricing page copy is out of date", "Website content review", "The page still lists the plan we retired in spring. Marketing has the new text.", "website"),
        new("Customer interview notes: Globex", "Customer interview: Globex", "They like the weekly summary and miss a way to share it. Three asked for calendar links.", "platform"),
        new("Accessibility audit findings", "Accessibility audit", "Twelve findings, four of them serious: missing labels in the picker, focus lost in dialogs.", "website"),
        new("Upgrade the barcode scanner library", "Mobile release planning", "The current version stops working on the next system release. The upgrade changes two calls.", "mobile"),
        new("Widgets API answers 500 for empty names", "API error review", "An empty name should be refused with a clear message. Add a test for whitespace as well.", "widgets"),
        new("Retrospective: the October outage", "Retrospective: October outage", "What happened, what helped, what we change. Bring the timeline.", "platform"),
        new("Launch checklist for the spring release", "Spring release: go or no go", "Open points: translations, load test, support training.", "website"),
        new("Translations missing for Norwegian", "Localization sync", "Forty-two texts fall back to English. The list is attached.", "website"),
        new("Battery drain when tracking is on", "Mobile performance", "Location updates are requested ten times more often than needed while the map is closed.", "mobile"),
        new("Import accepts dates from the future", "Data quality review", "Rows dated next year pass the import and break the charts. Refuse them with the row number.", "widgets"),
        new("One to one: growth plan", "One to one", "Goals for the next half year, feedback both ways.", "platform"),
    ];
}
