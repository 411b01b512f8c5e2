namespace Integrations.Tests.Connectors.Declarative;

// One a provider file: a file without its line here is found by ProviderFileTests.

public sealed class NotionTests() : DeclarativeSuite("notion");

public sealed class LinearTests() : DeclarativeSuite("linear");

public sealed class TodoistTests() : DeclarativeSuite("todoist");

public sealed class GitLabTests() : DeclarativeSuite("gitlab");
