namespace Integrations.Core.Identity.Organizations;

/// <param name="Members">People with an account, disabled ones included.</param>
public sealed record OrganizationRow(Guid Id, string Name, string Plan, int Members, DateTimeOffset? DisabledAt, DateTimeOffset CreatedAt);
