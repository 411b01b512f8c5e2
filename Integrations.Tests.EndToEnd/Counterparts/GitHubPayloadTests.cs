using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Vendors.GitHub;
using Integrations.Primitives;
using Octokit.Webhooks;
using Octokit.Webhooks.Events;

namespace Integrations.Tests.EndToEnd.Counterparts;

/// <summary>
/// Deliveries as GitHub sends them, read by our few lines and by Octokit.Webhooks, which knows nothing of us. The payloads are its own
/// test data (github.com/octokit/webhooks.net, MIT licence), without the blanks.
/// </summary>
public sealed class GitHubPayloadTests
{
    private static readonly Secret Key = new("the-webhooks-secret");

    [Theory]
    [InlineData("issues.opened")]
    [InlineData("issues.deleted")]
    public void Issue_IsTheOneThatOctokitReads(string name)
    {
        var theirs = Read<IssuesEvent>(name);

        var (accepted, touched) = Ours(name);

        Assert.Equal($"issues.{theirs.Action}", accepted.EventType);
        Assert.Equal(new TouchedEntity("issue", $"issue:{Repository(theirs)}:{theirs.Issue.Number}", theirs.Action == "deleted"), Assert.Single(touched));
    }

    [Fact]
    public void Comment_TouchesTheIssueThatOctokitReads()
    {
        var theirs = Read<IssueCommentEvent>("issue_comment.created");

        var (accepted, touched) = Ours("issue_comment.created");

        Assert.Equal($"issue_comment.{theirs.Action}", accepted.EventType);
        Assert.Equal(new TouchedEntity("issue", $"issue:{Repository(theirs)}:{theirs.Issue.Number}"), Assert.Single(touched));
    }

    [Fact]
    public void PullRequest_IsTheOneThatOctokitReads()
    {
        var theirs = Read<PullRequestEvent>("pull_request.opened");

        Assert.Equal(new TouchedEntity("pull_request", $"pull:{Repository(theirs)}:{theirs.PullRequest.Number}"), Assert.Single(Ours("pull_request.opened").Touched));
    }

    [Fact]
    public void Review_TouchesThePullRequestThatOctokitReads()
    {
        var theirs = Read<PullRequestReviewEvent>("pull_request_review.submitted");

        Assert.Equal(new TouchedEntity("pull_request", $"pull:{Repository(theirs)}:{theirs.PullRequest.Number}"), Assert.Single(Ours("pull_request_review.submitted").Touched));
    }

    [Theory]
    [InlineData("repository.renamed")]
    [InlineData("repository.transferred")]
    public void Repository_ThatMoved_IsWhereOctokitSaysItIs(string name)
    {
        var theirs = Read<RepositoryEvent>(name);

        var (accepted, touched) = Ours(name);

        Assert.Equal($"repository.{theirs.Action}", accepted.EventType);
        Assert.Equal([$"repo:{Repository(theirs)}", $"issue:{Repository(theirs)}:", $"pull:{Repository(theirs)}:"], touched.Select(t => t.RenamedTo));
    }

    private static T Read<T>(string name)
        where T : WebhookEvent => JsonSerializer.Deserialize<T>(Payload(name))!;

    private static string Repository(WebhookEvent theirs) => theirs.Repository!.FullName.Replace('/', ':');

    private static (InboundVerdict.Accepted Verdict, IReadOnlyList<TouchedEntity> Touched) Ours(string name)
    {
        var body = Encoding.UTF8.GetBytes(Payload(name));
        var accepted = Assert.IsType<InboundVerdict.Accepted>(GitHubWebhook.Receive(
            new InboundRequest(
                "POST",
                new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
                {
                    ["Content-Type"] = "application/json",
                    ["X-GitHub-Delivery"] = "d-1",
                    ["X-GitHub-Event"] = name.Split('.')[0],
                    ["X-Hub-Signature-256"] = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key.Reveal()), body)),
                },
                new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
                body),
            Key));
        return (accepted, accepted.Touched);
    }

    private static string Payload(string name) =>
        File.ReadAllText(Path.Combine(Infrastructure.Repository.Root(), "Integrations.Tests.EndToEnd", "Counterparts", "GitHubPayloads", name + ".json"));
}
