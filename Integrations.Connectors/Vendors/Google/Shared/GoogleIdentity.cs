using Google.Apis.Http;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Shared;

/// <summary>Whose Google account it is (<c>oauth2.userinfo.get</c>).</summary>
internal static class GoogleIdentity
{
    public static async Task<Result<VendorAccount>> ReadAsync(VendorSession session, CancellationToken cancellationToken)
    {
        using var api = GoogleApi.Identity(session);
        var read = await api.RunAsync(new GetUserInfo(api), cancellationToken);
        if (!read.TryGet(out var person, out var failure))
        {
            return failure;
        }

        // The e-mail address can change, the id cannot.
        return EntityText.Value(person.Id) is not { } id
            ? Http.VendorFailures.Unreadable(session.VendorName, null)
            : new VendorAccount(id, EntityText.Value(person.Name ?? person.Email))
            {
                Email = EntityText.Value(person.Email),
                Username = EntityText.Value(person.Email),
                AvatarUrl = EntityText.Link(person.Picture),
                Workspace = EntityText.Value(person.Domain),
            };
    }

    private sealed class GetUserInfo(GoogleApi api) : GoogleRequest<GoogleUserInfo>(api, "userinfo.get", HttpConsts.Get, "oauth2/v2/userinfo");
}
