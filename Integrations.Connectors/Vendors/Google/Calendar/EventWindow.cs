namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <param name="WholeOnly">What runs on beyond the end belongs to another window.</param>
internal sealed record EventWindow(DateTimeOffset? Start, DateTimeOffset? End, bool WholeOnly);
