using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Integrations.Sandbox.Declared;

/// <summary>
/// Several vendors stand at one address: mail, files and tasks of one company share its sign-in, and often its API. The token or the
/// client of a request tells whose it is. What has no owner goes to the vendor that is written, else to the first file's, which refuses it.
/// </summary>
internal sealed class DeclaredOwnerPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>After the policies for hosts and methods.</summary>
    public override int Order => 1_000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => Owner(endpoint) is not null);

    public async Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var valid = Enumerable.Range(0, candidates.Count).Where(candidates.IsValidCandidate).ToList();
        var declared = valid.Where(index => Owner(candidates[index].Endpoint) is not null).ToList();
        if (declared.Count == 0)
        {
            return;
        }

        var owned = await OwnedAsync(httpContext, candidates, declared);
        var isWritten = valid.Exists(index => Owner(candidates[index].Endpoint) is null && candidates[index].Endpoint is RouteEndpoint { Order: < int.MaxValue });
        foreach (var index in valid)
        {
            var isDeclared = declared.Contains(index);
            if (owned is not null ? index != owned : isDeclared && (isWritten || index != declared[0]))
            {
                candidates.SetValidity(index, false);
            }
        }
    }

    private static async Task<int?> OwnedAsync(HttpContext http, CandidateSet candidates, List<int> declared)
    {
        foreach (var index in declared)
        {
            if (await Owner(candidates[index].Endpoint)!.OwnsAsync(http))
            {
                return index;
            }
        }

        return null;
    }

    private static DeclaredOwner? Owner(Endpoint endpoint) => endpoint.Metadata.GetMetadata<DeclaredOwner>();
}
