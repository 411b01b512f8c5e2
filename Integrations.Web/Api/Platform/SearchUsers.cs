using Integrations.Primitives;

namespace Integrations.Web.Api.Platform;

/// <summary>001's userId may narrow to the caller, and says nothing about anyone else.</summary>
internal static class SearchUsers
{
    public static Result<Guid?> Read(string? userId) =>
        string.IsNullOrEmpty(userId) ? Result<Guid?>.Success(null)
        : Guid.TryParse(userId, out var id) ? id
        : Failure.InvalidField("userId", "userId must be a user's id.");
}
