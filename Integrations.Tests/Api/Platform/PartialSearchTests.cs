using Integrations.Connectors.Entities;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Web.Api.Platform;

namespace Integrations.Tests.Api.Platform;

/// <summary>A vendor that answers in part: what it found is shown, and that it is not all.</summary>
public sealed class PartialSearchTests
{
    [Fact, Proves("G1")]
    public void GlobalSearch_KeepsWhatWasFound_AndSaysWhatIsMissing()
    {
        var found = new ExternalEntity("issue:acme:widgets:1", "issue", "Found", null, null);
        var partial = new Failure(FailureKind.VendorRefused, SearchHits.PartlyCode, "GitHub did not finish the search.");
        var outcome = new SearchOutcome(
            Guid.NewGuid(), "GitHub", "github", SearchStatus.Error, new SearchHits([found], Total: 1, HasMore: false) { Trouble = partial }, partial, TimeSpan.FromMilliseconds(5));

        var answer = GlobalSearchResponse.Of([outcome], TimeSpan.FromMilliseconds(6), DateTimeOffset.UnixEpoch);

        Assert.Equal(found.Id, Assert.Single(answer.Results).Id);
        Assert.Equal(1, answer.Total);
        Assert.Equal(partial.Message, Assert.Single(answer.Errors).Message);
    }
}
