namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>A request as people may see it: what is secret in it stands as <c>***</c>.</summary>
/// <param name="Method">Null where the key ring cannot open it any more; then there are no headers and no body either.</param>
/// <param name="Body">Null where it was too long to keep, or no text that could be looked through for secrets.</param>
public sealed record ReceiptDetail(
    ReceiptRow Row, string? Method, IReadOnlyList<(string Name, string Value)> Headers, IReadOnlyList<(string Name, string Value)> Query, string? Body);
