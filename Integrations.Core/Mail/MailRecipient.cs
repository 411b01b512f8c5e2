namespace Integrations.Core.Mail;

/// <summary>Who gets a message.</summary>
/// <param name="OrganizationId">Whose work it is; empty for the hub's own. Nothing is sent for one that is disabled.</param>
/// <param name="UserId">The account; null for an address that has none.</param>
/// <param name="Language">Theirs, where it is known; else the hub's is taken.</param>
public sealed record MailRecipient(Guid OrganizationId, Guid? UserId, string Address, string Name, string? Language);
