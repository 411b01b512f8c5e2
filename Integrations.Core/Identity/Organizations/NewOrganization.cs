namespace Integrations.Core.Identity.Organizations;

/// <summary>A tenant to be created, with its first administrator.</summary>
/// <param name="Plan">One of <see cref="Plans"/>.</param>
public sealed record NewOrganization(string Name, string Plan, NewMember Administrator);
