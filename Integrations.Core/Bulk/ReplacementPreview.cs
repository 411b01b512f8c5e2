namespace Integrations.Core.Bulk;

/// <summary>What a replacement would do.</summary>
/// <param name="Moved">What goes over.</param>
/// <param name="PrivateLinks">Other people's own links, which stay: they came through accounts of their own.</param>
/// <param name="OtherTypes">Links of meetings or people that the other integration may not be linked to, which stay.</param>
/// <param name="People">People with an account of their own connected, which stays where it is.</param>
/// <param name="InboundAddresses">Addresses to which vendors deliver; the vendor knows them, so they stay.</param>
/// <param name="Programs">Programs of the caller, and as an administrator keys of the organization, that are granted tools of it; they are granted anew.</param>
public sealed record ReplacementPreview(ReplacementCounts Moved, int PrivateLinks, int OtherTypes, int People, int InboundAddresses, int Programs);
