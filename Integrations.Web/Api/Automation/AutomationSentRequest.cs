namespace Integrations.Web.Api.Automation;

/// <param name="Headers">As sent; values that were typed for this webhook are hidden.</param>
/// <param name="Body">As sent, byte for byte (UTF-8).</param>
internal sealed record AutomationSentRequest(IReadOnlyDictionary<string, string> Headers, string Body);
