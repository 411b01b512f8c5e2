using System.Net.Http.Headers;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>
/// Our code that speaks one vendor's API. It knows one vendor and no organization, keeps no state, and implements
/// one ability interface for each thing that its vendor can do; the catalog shows exactly those.
/// </summary>
public interface IConnector
{
    /// <summary>The provider key, as in the manifest beside the connector.</summary>
    string Provider { get; }

    /// <summary>One of its abilities; null when its vendor, or what is known of it, cannot do that. Everything that asks for an ability asks here.</summary>
    /// <typeparam name="T">An ability interface, such as <see cref="IGetEntity"/>.</typeparam>
    T? As<T>()
        where T : class => this as T;

    /// <summary>Who the credential belongs to. It is also the connection test: the cheapest call that proves the credential.</summary>
    Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken);

    /// <summary>Puts the credential on a request; called for hosts that the credential is bound to, and for no others.</summary>
    void Authenticate(HttpRequestMessage request, VendorCredential credential) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential.Token.Reveal());

    /// <summary>Reads a refusal that only this vendor words this way (an error inside a 200, a rate limit as 403); null for "read it as usual".</summary>
    Failure? ReadFailure(VendorSession session, Http.VendorResponse response) => null;

    /// <summary>Whether an answer refuses the credential itself, so that a newer one is worth a try (RELIABILITY R10). A body that is read here is put back.</summary>
    ValueTask<bool> RefusesCredentialAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ValueTask.FromResult(response.StatusCode == System.Net.HttpStatusCode.Unauthorized);

    /// <summary>
    /// Whether an answer may mean that the credential is over, although it does not say so, such as a gateway's page in place of a
    /// 401. One refresh then clears it up; what is answered after that is the verdict.
    /// </summary>
    bool DoubtsCredential(HttpResponseMessage response) => false;

    /// <summary>
    /// Cleans what a person typed (adds https://, cuts a path) and refuses what cannot work, before anything is called.
    /// Field names are those of the manifest; required fields are already present.
    /// </summary>
    Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields) =>
        Result<IReadOnlyDictionary<string, string>>.Success(fields);
}
