using System.Diagnostics.CodeAnalysis;

namespace Integrations.Core.Activity;

/// <param name="OrganizationId">Where it differs from the caller's, as when a super admin acts across organizations.</param>
[SuppressMessage("Design", "MA0048", Justification = "Lives with its only user.")]
public sealed record AuditTarget(string Type, string? Id, string? Name, Guid? OrganizationId = null);
