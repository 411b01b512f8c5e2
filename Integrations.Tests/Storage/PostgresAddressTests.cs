using Integrations.Storage.Postgres;
using Npgsql;

namespace Integrations.Tests.Storage;

/// <summary>What the hub adds to an operator's connection string.</summary>
public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("Host=db;Database=hub;Username=hub;Password=secret", 64)]
    [InlineData("Host=db;Database=hub;Max Auto Prepare=0", 0)]
    [InlineData("Host=db;Database=hub;MaxAutoPrepare=7", 7)]
    public void Statements_ArePrepared_UnlessTheOperatorSaysOtherwise(string given, int expected)
    {
        var completed = new NpgsqlConnectionStringBuilder(PostgresDialect.Instance.Address.Complete(given, "/srv/hub"));

        Assert.Equal((expected, "db", "hub"), (completed.MaxAutoPrepare, completed.Host, completed.Database));
    }

    [Theory]
    [InlineData("Host=db;Database=hub", true)]
    [InlineData("Host=db;Database=hub;No Reset On Close=false", false)]
    [InlineData("Host=db;Database=hub;Max Auto Prepare=0", true)]
    public void Sessions_AreNotResetBetweenUses_UnlessTheOperatorSaysOtherwise(string given, bool expected) =>
        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(PostgresDialect.Instance.Address.Complete(given, "/srv/hub")).NoResetOnClose);

    [Fact]
    public void Password_StaysAsItWasWritten()
    {
        const string Given = "Host=db;Username=hub;Password='a;b \"c\" = d'";

        Assert.Equal(new NpgsqlConnectionStringBuilder(Given).Password, new NpgsqlConnectionStringBuilder(PostgresDialect.Instance.Address.Complete(Given, "/srv/hub")).Password);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void NoAddress_StaysNone(string? given) => Assert.Equal("", PostgresDialect.Instance.Address.Complete(given, "/srv/hub"));
}
