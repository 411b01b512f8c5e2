namespace Integrations.Core.Notices;

/// <summary>What people are to be told.</summary>
/// <param name="Kind">Decides who wants to hear of it, and what is said.</param>
/// <param name="OrganizationId">Whose people.</param>
/// <param name="OwnerId">The one person that it concerns; null for the organization's administrators.</param>
/// <param name="About">The connection that it is about.</param>
/// <param name="Subject">An integration's name.</param>
/// <param name="Detail">The reason; null where none is known.</param>
/// <param name="DueAt">When a credential ends; null where it has ended.</param>
/// <param name="Path">Straight to what puts it right: a path of the hub.</param>
public sealed record NoticeNews(NoticeKind Kind, Guid OrganizationId, Guid? OwnerId, Guid About, string Subject, string? Detail, DateTimeOffset? DueAt, string Path);
