using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Vendors.Dropbox;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.Dropbox;

public sealed class DropboxConnectorTests : ConnectorSuite
{
    protected override string Provider => "dropbox";

    protected override string SearchText => "review";

    protected override string UnknownId => "file:id:AAAAAAAAAAAAAAAAAAAAAA";

    protected override string ApiPrefix => "api.dropboxapi.com/2/";

    [Fact]
    public async Task Account_IsReadWithoutBodyOrContentType()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var account = Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));

        Assert.StartsWith("dbid:", account.Id, StringComparison.Ordinal);
        Assert.Equal(("Ada Lindqvist", "ada@acme.test"), (account.Name, account.Email));
        Assert.All(Bench.Recorder.Exchanges, exchange => Assert.Null(exchange.RequestType));
    }

    [Fact]
    public async Task PastedToken_Works()
    {
        using var session = Bench.Paste(SandboxAccounts.Ada);

        Assert.NotEmpty(Succeeds(await Search(session, new EntityQuery("budget", 5))).Items);
    }

    [Fact]
    public async Task Search_ByTypeAndDates_KeepsBoth()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (start, end) = (session.Clock.GetUtcNow().AddDays(-40), session.Clock.GetUtcNow().AddDays(-5));

        var folders = Succeeds(await Search(session, new EntityQuery(null, 50) { EntityTypes = ["folder"] }));
        var dated = Succeeds(await Search(session, new EntityQuery(null, 50) { Start = start, End = end }));

        Assert.Contains(folders.Items, item => item.Title == "Finance");
        Assert.All(folders.Items, item => Assert.Equal("folder", item.Type));
        Assert.NotEmpty(dated.Items);
        Assert.All(dated.Items, item => Assert.InRange(item.UpdatedAt!.Value, start, end));
    }

    [Fact]
    public async Task CreateFolder_IsFound_AndTakenThen()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await RunAsync(session, "create_folder", """{"path":"/Customers/Fabrikam/"}"""));

        Assert.Equal("/Customers/Fabrikam", (string?)outcome.Output["path_display"]);
        Assert.Equal(outcome.Entity!.Id, Assert.Single(Succeeds(await Search(session, new EntityQuery("fabrikam", 5))).Items).Id);
        Assert.Equal("vendor.conflict", (await RunAsync(session, "create_folder", """{"path":"/Customers/Fabrikam"}""")).Failure?.Code);
        Assert.Equal("/Customers/Fabrikam (1)", (string?)Succeeds(await RunAsync(session, "create_folder", """{"path":"/Customers/Fabrikam","autorename":true}""")).Output["path_display"]);
    }

    [Fact]
    public async Task UploadFile_WithAnyName_ArrivesWhole()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var text = Succeeds(await RunAsync(session, "upload_file", """{"path":"/Finance/Résumé 日本 😀.txt","content":"Grüße"}"""));
        var again = Succeeds(await RunAsync(session, "upload_file", """{"path":"/Finance/Résumé 日本 😀.txt","content":"Andere"}"""));
        var over = Succeeds(await RunAsync(session, "upload_file", """{"path":"/Finance/Résumé 日本 😀.txt","content":"AAEC","encoding":"base64","mode":"overwrite"}"""));

        Assert.Equal("Résumé 日本 😀.txt", text.Entity!.Title);
        Assert.Equal("Résumé 日本 😀 (1).txt", again.Entity!.Title);
        Assert.Equal((text.Entity.Id, 3L), (over.Entity!.Id, (long)over.Entity.Metadata["size"]!));
        Assert.All(Bench.Recorder.Exchanges, exchange => Assert.True(Ascii.IsValid(exchange.RequestHeaders.GetValueOrDefault("Dropbox-API-Arg") ?? "")));
    }

    [Theory]
    [InlineData("""{"path":"/","content":"x"}""", "path")]
    [InlineData("""{"path":"/a.txt","content":"***","encoding":"base64"}""", "content")]
    public async Task UploadFile_WrongParameters_NameTheField(string parameters, string field)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        Assert.Contains(field, (await RunAsync(session, "upload_file", parameters)).Failure!.Fields!.Keys);
    }

    [Fact]
    public async Task ShareLink_OnceAndAgain_GivesTheSameLink()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var file = Succeeds(await Search(session, new EntityQuery("budget", 1))).Items[0];

        var first = Succeeds(await RunAsync(session, "share_link", $$"""{"path":"{{file.Id}}"}"""));
        var second = Succeeds(await RunAsync(session, "share_link", $$"""{"path":"{{file.Text("path")}}"}"""));

        Assert.Contains("rlkey=", (string?)first.Output["url"], StringComparison.Ordinal);
        Assert.Equal((string?)first.Output["url"], (string?)second.Output["url"]);
        Assert.Equal(file.Id, second.Entity!.Id);
        Assert.Equal("vendor.not_found", (await RunAsync(session, "share_link", """{"path":"/nowhere.txt"}""")).Failure?.Code);
    }

    [Fact]
    public async Task ShareLink_WhoseExistingLinkIsNotTold_IsLookedUp()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var file = Succeeds(await Search(session, new EntityQuery("budget", 1))).Items[0];
        var first = Succeeds(await RunAsync(session, "share_link", $$"""{"path":"{{file.Id}}"}"""));
        Bench.Server.State.AnswerNext(
            "api.dropboxapi.com/2/sharing/create", 409, """{"error_summary":"shared_link_already_exists/..","error":{".tag":"shared_link_already_exists"}}""");

        Assert.Equal((string?)first.Output["url"], (string?)Succeeds(await RunAsync(session, "share_link", $$"""{"path":"{{file.Id}}"}""")).Output["url"]);
    }

    [Fact]
    public async Task MissingScope_IsNoRefusalOfTheCredential_AndNamesTheScope()
    {
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada, scopes: scope => !scope.Name.StartsWith("sharing", StringComparison.Ordinal));

        var failure = (await RunAsync(session, "share_link", """{"path":"/Finance"}""")).Failure;

        Assert.Equal("vendor.forbidden", failure?.Code);
        Assert.Contains("sharing.write", failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_ListsAll_ThenOnlyWhatChanged()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (all, cursor) = await PullAllAsync(session, "file", null);
        Assert.True(all.Count > 50);
        Assert.Equal(all.Count, all.Select(change => change.ExternalId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, change => Assert.Equal("file", change.Entity!.Type));

        var made = Succeeds(await RunAsync(session, "upload_file", """{"path":"/New.txt","content":"x"}"""));
        var (changes, later) = await PullAllAsync(session, "file", cursor);
        Assert.Equal(made.Entity!.Id, Assert.Single(changes).ExternalId);

        using var deleted = await session.Http.SendAsync(VendorSession.Json(HttpMethod.Post, "https://api.dropboxapi.com/2/files/delete_v2", new { path = "/New.txt" }));
        var (gone, last) = await PullAllAsync(session, "file", later);
        Assert.Equal(("path:/new.txt", null), (Assert.Single(gone).ExternalId, gone[0].Entity));
        Assert.Empty((await PullAllAsync(session, "file", last)).Changes);
    }

    [Fact]
    public async Task Sync_WithAForgottenOrForeignCursor_Restarts()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (_, cursor) = await PullAllAsync(session, "file", null);
        using (var http = new HttpClient())
        {
            await http.PostAsync(new Uri(Bench.Server.Origin, "/sandbox/reset"), null);
        }

        using var anew = await ConnectAsync(SandboxAccounts.Ada);
        Assert.True(Succeeds(await PullAsync(anew, cursor)).Restart);
        Assert.True(Succeeds(await PullAsync(anew, "garbage")).Restart);
    }

    [Fact]
    public async Task Refresh_GivesNoRefreshToken_AndTheOldOneStays()
    {
        var tokens = await Bench.TokensAsync(SandboxAccounts.Ada);
        var refresh = tokens.GetProperty("refresh_token").GetString()!;

        var first = await Bench.RefreshAsync(refresh);
        var second = await Bench.RefreshAsync(refresh);

        Assert.False(first.TryGetProperty("refresh_token", out _));
        Assert.NotEqual(first.GetProperty("access_token").GetString(), second.GetProperty("access_token").GetString());
        Assert.Equal("invalid_grant", (await Bench.RefreshAsync("unknown")).GetProperty("error").GetString());
    }

    [Fact, Proves("W9")]
    public void VendorsOwnSample_IsGenuine_AndAnyChangeIsNot()
    {
        const string body = "{\"delta\": {\"users\": [12345]}}";
        const string signature = "0a8c16b085420b960dc78664279fe09e936a2a01b1f91064869d9e77dfd64529";

        Assert.IsType<InboundVerdict.Accepted>(Receive("POST", body, signature));
        Assert.IsType<InboundVerdict.Rejected>(Receive("POST", body + " ", signature));
        Assert.IsType<InboundVerdict.Rejected>(Receive("POST", body, signature.ToUpperInvariant()));
        Assert.IsType<InboundVerdict.Rejected>(Receive("POST", body, "sha256=" + signature));
        Assert.IsType<InboundVerdict.Rejected>(Receive("POST", body, null));
    }

    [Fact, Proves("W9")]
    public void Challenge_IsEchoedAsPlainText()
    {
        var verdict = Receive("GET", "", null, new Dictionary<string, string>(StringComparer.Ordinal) { ["challenge"] = "abc123" });

        var challenge = Assert.IsType<InboundVerdict.Challenge>(verdict);
        Assert.Equal(("text/plain", "abc123", "nosniff"), (challenge.ContentType, challenge.Body, challenge.Headers!["X-Content-Type-Options"]));
        Assert.IsType<InboundVerdict.Rejected>(Receive("GET", "", null));
    }

    [Fact]
    public void ContentHash_OfSeveralBlocks_IsTheHashOfTheirHashes()
    {
        var bytes = new byte[(4 * 1024 * 1024) + 5];
        byte[] hashes = [.. System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(0, 4 * 1024 * 1024)), .. System.Security.Cryptography.SHA256.HashData(new byte[5])];

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(hashes)), DropboxHash.Of(bytes));
    }

    [Fact]
    public async Task Contract_EverythingSentAndAnswered_FitsTheVendorsDescription()
    {
        var contract = Contract.Open("dropbox.openapi.json");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
        var first = Succeeds(await Search(session, new EntityQuery("review", 2)));
        Succeeds(await Search(session, new EntityQuery("review", 2) { Cursor = first.NextCursor }));
        foreach (var item in first.Items)
        {
            Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, item.Id, CancellationToken.None));
        }

        var listed = Succeeds(await Search(session, new EntityQuery(null, 5)));
        Succeeds(await Search(session, new EntityQuery(null, 5) { Cursor = listed.NextCursor }));
        Succeeds(await RunAsync(session, "create_folder", """{"path":"/By contract"}"""));
        Succeeds(await RunAsync(session, "upload_file", """{"path":"/By contract/a.txt","content":"a"}"""));
        Succeeds(await RunAsync(session, "share_link", """{"path":"/By contract/a.txt"}"""));
        Succeeds(await RunAsync(session, "share_link", """{"path":"/By contract/a.txt"}"""));
        Bench.Server.State.AnswerNext(
            "api.dropboxapi.com/2/sharing/create", 409, """{"error_summary":"shared_link_already_exists/..","error":{".tag":"shared_link_already_exists"}}""");
        Succeeds(await RunAsync(session, "share_link", """{"path":"/By contract/a.txt"}"""));
        await ((IGetEntity)Bench.Connector).GetAsync(session, UnknownId, CancellationToken.None);

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(
            Bench.Recorder.Exchanges, "POST /users/get_current_account", "POST /files/search_v2", "POST /files/search/continue_v2", "POST /files/list_folder",
            "POST /files/list_folder/continue", "POST /files/get_metadata", "POST /files/create_folder_v2", "POST /files/upload",
            "POST /sharing/create_shared_link_with_settings", "POST /sharing/list_shared_links");
    }

    private Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, string parameters) =>
        ((IRunActions)Bench.Connector).RunAsync(session, action, JsonElement.Parse(parameters), CancellationToken.None);

    private Task<Result<SyncPage>> PullAsync(VendorSession session, string? cursor) =>
        ((ISyncEntities)Bench.Connector).PullAsync(session, "file", cursor, CancellationToken.None);

    private InboundVerdict Receive(string method, string body, string? signature, Dictionary<string, string>? query = null)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (signature is not null)
        {
            headers["X-Dropbox-Signature"] = signature;
        }

        return ((IReceiveEvents)Bench.Connector).Receive(
            new InboundRequest(method, headers, query ?? [], Encoding.UTF8.GetBytes(body)), new Secret("the_secret"), DateTimeOffset.UtcNow);
    }
}
