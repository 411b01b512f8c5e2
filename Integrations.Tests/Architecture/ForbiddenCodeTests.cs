using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Storage.Postgres;
using Integrations.Storage.Sqlite;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Architecture;

/// <summary>What may not be written in this product at all; each place that may is named, with its reason.</summary>
public sealed class ForbiddenCodeTests
{
    private static readonly string[] Code = [".cs", ".razor"];
    private static readonly Assembly[] Product =
        [typeof(Failure).Assembly, typeof(Integrations.Connectors.ConnectorCatalog).Assembly, typeof(IntegrationsDbContext).Assembly, typeof(PostgresDialect).Assembly, typeof(SqliteDialect).Assembly, typeof(Program).Assembly];

    /// <summary>The compiler refuses what stands in BannedSymbols.txt; this looks after the list, and after the places that are let off it.</summary>
    [Theory, Proves("I3")]
    [InlineData("LambdaExpression.Compile"), InlineData("ILGenerator"), InlineData("AssemblyBuilder")]
    [InlineData("Type.GetType(System.String)"), InlineData("Activator.CreateInstance(System.Type)"), InlineData("Assembly.Load(System.String)"), InlineData("Assembly.LoadFrom(System.String)")]
    [InlineData("XmlSerializer"), InlineData("DataContractSerializer"), InlineData("JsonPolymorphicAttribute"), InlineData("JsonDerivedTypeAttribute")]
    [InlineData("ProcessStartInfo"), InlineData("Process.Start(System.Diagnostics.ProcessStartInfo)")]
    public void NothingIsEvaluatedCompiledStartedOrNamedByInput(string symbol) =>
        Assert.Contains(File.ReadLines(Path.Combine(Repository.Root(), "BannedSymbols.txt")), line => line.Split(';')[0].EndsWith(symbol, StringComparison.Ordinal) && line.Contains("SECURITY I3", StringComparison.Ordinal));

    [Fact, Proves("I3")]
    public void BannedSymbols_AreUsedInFewPlaces_EachForAReason()
    {
        Assert.Empty(SourceFiles.Find(
            "RS0030", Code,
            "Integrations.Web/Hosting/Settings/KnownSettings.cs", "Integrations.Web/Hosting/Settings/SettingsCheck.cs", "Integrations.Storage.Postgres/PostgresTools.cs", "Integrations.Core/Webhooks/DeliveryRunner.cs"));
        // Packages that would evaluate text are not there at all.
        Assert.Empty(SourceFiles.Find(@"\b(CSharpScript|CSharpCompilation|DynamicExpressionParser|CodeDomProvider|TypeNameHandling|BinaryFormatter|DefaultJsonTypeInfoResolver|LoadFromAssemblyPath)\b", Code));
    }

    [Fact, Proves("I3")]
    public void Scripts_EvaluateNoText() => Assert.Empty(SourceFiles.Find(@"\beval\(|new Function\(|setTimeout\(\s*['""`]|document\.write", [".js"]));

    [Fact, Proves("I4")]
    public void Queries_AreParameterized() =>
        // Statements about many rows: the text is made of the model's own names, and every value is a parameter.
        Assert.Empty(SourceFiles.Find(
            @"\b(FromSqlRaw|ExecuteSqlRaw|ExecuteSqlRawAsync|SqlQueryRaw)\b",
            Code,
            ["Integrations.Core/Storage/SetStatements.cs", "Integrations.Storage.Postgres/PostgresStatements.cs", "Integrations.Storage.Sqlite/SqliteStatements.cs"]));

    [Fact, Proves("I5")]
    public void RegularExpressions_CannotRunAway()
    {
        // A pattern of our own, with a limit in time or a way of matching that needs none; no one else's pattern reaches this engine.
        Assert.DoesNotContain(
            SourceFiles.Find(@"\bnew Regex\(|\bRegex\.(IsMatch|Match|Matches|Replace|Split)\(", Code), line => !line.Contains("NonBacktracking", StringComparison.Ordinal));
        Assert.Empty(Product.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMethods(Everything)).Select(m => m.GetCustomAttribute<GeneratedRegexAttribute>()).OfType<GeneratedRegexAttribute>()
            .Where(r => !r.Options.HasFlag(RegexOptions.NonBacktracking) && r.MatchTimeoutMilliseconds is <= 0 or > 100).Select(r => r.Pattern));
    }

    [Fact, Proves("I15")]
    public void Files_AreOpenedWhereNoRequestNamesThem() =>
        // Verbs of the command line, the key file, the refresh journal, the lock beside the database, native libraries and settings: each path is the operator's or made of ids.
        Assert.Empty(SourceFiles.Find(
            @"\b(File\.(Open|Read|Write|Delete|Move|Copy|Append|Create)|new FileStream\b|Results\.(PhysicalFile|VirtualFile)|Directory\.(Create|Delete|Enumerate|Get))",
            Code,
            FilesThatOpenFiles));

    [Fact, Proves("A1")]
    public void PagesAndEndpoints_KnowNoTables()
    {
        var known = SourceFiles.Find(@"\bDbSet\b|\bIntegrationsDbContext\b|\bIDbContextFactory\b", Code);

        Assert.NotEmpty(known);
        Assert.DoesNotContain(known, line => line.StartsWith("Integrations.Web/", StringComparison.Ordinal));
    }

    [Fact, Proves("I7")]
    public void CallsToOutside_GoThroughTheEgressHandlers() =>
        // Clients over a pipeline or a session, at whose end they are, those for an organization's OpenID provider among them; the handlers themselves; the operator's mail server, and the look
        // at the hub's own public address.
        Assert.Empty(SourceFiles.Find(
            @"new (HttpClient|HttpClientHandler|SocketsHttpHandler|TcpClient|Socket|ClientWebSocket|SmtpClient)\b|\bDns\.|AddHttpClient",
            Code,
            "Integrations.Connectors/Contracts/VendorSession.cs", "Integrations.Connectors/Vendors/Zapier/ZapierServer.cs", "Integrations.Connectors/Vendors/Outlook/GraphApi.cs", "Integrations.Core/Catalog/ProviderTest.cs",
            "Integrations.Connectors/Http/EgressHandlers.cs", "Integrations.Connectors/Http/SystemNameResolver.cs", "Integrations.Core/Mail/SmtpSender.cs", "Integrations.Core/Setup/SelfReach.cs",
            "Integrations.Core/Identity/OpenId/OpenIdMetadata.cs", "Integrations.Web/Hosting/SignIn/OpenId/OpenIdFlow.cs"));

    [Fact, Proves("T8")]
    public void Secrets_AreNotComparedByEquality() =>
        Assert.Empty(SourceFiles.Find(
            @"Reveal\(\)\s*(==|!=)|(==|!=)\s*[\w.]*Reveal\(\)|Equals\([^)]*Reveal\(\)|SequenceEqual\([^)]*([Hh]mac|[Ss]ignature|[Ss]ecret)|(?i)\b\w*(secret|signature|hmac)\w*\s*==\s*\w*(expected|given|sent|header|signature|secret)",
            Code));

    [Fact, Proves("T8")]
    public void WhateverComputesAnHmacToCheckOne_ComparesInConstantTime()
    {
        var checks = SourceFiles.Of(".cs").Where(f => f.Text.Contains("HMACSHA256.HashData", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(checks);
        // These make signatures and check none.
        string[] makers = ["Integrations.Connectors/Vendors/Webhook/WebhookSignature.cs", "Integrations.Core/Webhooks/WebhookMessageBody.cs", "Integrations.Core/Storage/KeyRing/MasterKey.cs", "Integrations.Connectors/Vendors/Webhook/WebhookMessage.cs"];
        Assert.Empty(checks.Where(f => !makers.Contains(f.Path) && !f.Text.Contains("FixedTimeEquals", StringComparison.Ordinal) && !f.Text.Contains(".Matches(", StringComparison.Ordinal)).Select(f => f.Path));
        Assert.DoesNotContain(typeof(Secret).GetMethods(), m => m.Name == "op_Equality");
    }

    [Fact, Proves("B6")]
    public void Markup_IsNeverMadeOfData()
    {
        // The font's addresses in a style element, and drawings of the library's and our own: none holds anything that came from outside.
        Assert.Empty(SourceFiles.Find(@"\bMarkupString\b|AddMarkupContent", Code, "Integrations.Web/Components/App.razor.cs", "Integrations.Web/Components/Shared/Glyph.cs", "Integrations.Web/Components/Shared/Pictograms.cs"));
        Assert.Empty(SourceFiles.Find(@"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser", [".js"]));
    }

    [Fact, Proves("B7")]
    public void NothingStaticChanges()
    {
        var changing =
            from type in Product.SelectMany(a => a.GetTypes())
            where !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.Contains('<', StringComparison.Ordinal) && type.Namespace?.StartsWith("Integrations", StringComparison.Ordinal) == true
            // EF Core's own code keeps each model that it generated in a field of its own, made once.
            where type.Namespace?.EndsWith(".CompiledModel", StringComparison.Ordinal) != true
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsLiteral && !field.IsDefined(typeof(CompilerGeneratedAttribute)) && (!field.IsInitOnly || IsCache(field.FieldType))
            select $"{type.FullName}.{field.Name}";

        Assert.Empty(changing);
    }

    [Fact, Proves("B7")]
    public void Components_KeepNoDatabaseContext_AndInteractiveOnesNoHttpContext()
    {
        var components = typeof(Program).Assembly.GetTypes().Where(t => typeof(IComponent).IsAssignableFrom(t) && !t.IsAbstract).ToList();
        var wrong =
            from component in components
            from type in component.GetFields(Everything).Where(f => !f.IsDefined(typeof(CompilerGeneratedAttribute))).Select(f => f.FieldType)
                .Concat(component.GetConstructors(Everything).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType))
                .Concat(component.GetProperties(Everything).Where(p => !p.IsDefined(typeof(CascadingParameterAttribute))).Select(p => p.PropertyType))
            where typeof(DbContext).IsAssignableFrom(type) || type == typeof(IHttpContextAccessor) || type == typeof(HttpContext)
                || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDbContextFactory<>))
            select $"{component.Name}: {type.Name}";

        Assert.True(components.Count > 40);
        Assert.Empty(wrong.Distinct(StringComparer.Ordinal));
        // The request is cascaded to pages that are rendered once, by the server, and to nothing else.
        Assert.Empty(components.Where(c => c.GetProperties(Everything).Any(p => p.PropertyType == typeof(HttpContext)))
            .Where(c => !c.IsDefined(typeof(ExcludeFromInteractiveRoutingAttribute)) && c.Name is not ("App" or "ErrorPage")).Select(c => c.Name));
    }

    [Fact, Proves("B9")]
    public void ComponentState_IsNeverPersistedIntoAPage() =>
        // Drafts of forms live in the tab that they were typed in; a browser test proves that secrets are none of them.
        Assert.Empty(SourceFiles.Find(
            @"PersistentComponentState|PersistentState\b|persist-component-state|ProtectedLocalStorage|ProtectedSessionStorage|localStorage|sessionStorage",
            [".cs", ".razor", ".js"],
            "Integrations.Web/wwwroot/drafts.js"));

    private static readonly string[] FilesThatOpenFiles =
    [
        "Integrations.Web/Hosting/HubSettings.cs", "Integrations.Web/Hosting/Commands/MigrateIntegrationsCommand.cs", "Integrations.Web/Hosting/Commands/CleanupUsersCommand.cs", "Integrations.Web/Hosting/Commands/AuditVerifyCommand.cs", "Integrations.Web/Hosting/Commands/ProviderCheckCommand.cs", "Integrations.Web/Hosting/Commands/ProviderNewCommand.cs", "Integrations.Web/Hosting/Commands/ProviderDocsCommand.cs", "Integrations.Web/Hosting/Commands/Trials/ProviderTrials.cs",
        "Integrations.Storage.Sqlite/SqliteAddress.cs", "Integrations.Core/Storage/KeyRing/MasterKey.cs", "Integrations.Core/Storage/KeyRing/KeyRingRegistration.cs",
        "Integrations.Core/Connections/RefreshJournal.cs", "Integrations.Storage.Sqlite/RunningFile.cs", "Integrations.Storage.Sqlite/SqlitePresence.cs", "Integrations.Storage.Sqlite/SqliteUpkeep.cs",
        "Integrations.Core/Storage/Backup/BackupArchive.cs", "Integrations.Core/Storage/Backup/HubBackup.cs", "Integrations.Storage.Sqlite/SqliteCopy.cs",
        "Integrations.Storage.Postgres/PostgresTools.cs", "Integrations.Core/Storage/OwnerOnly.cs", "Integrations.Core/Storage/Backup/UpgradeBackup.cs",
        "Integrations.Storage.Postgres/PostgresCopy.cs", "Integrations.Core/Setup/SetupLinkFile.cs", "Integrations.Core/Catalog/Files/ProviderFolder.cs",
    ];

    private const BindingFlags Everything = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static bool IsCache(Type type) => type.Name.StartsWith("Concurrent", StringComparison.Ordinal) || type.Name.StartsWith("MemoryCache", StringComparison.Ordinal);
}
