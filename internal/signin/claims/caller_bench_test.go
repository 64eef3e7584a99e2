package claims

import "testing"

func BenchmarkReadCaller(b *testing.B) {
	token := testToken(`{"aud":"https://graph.microsoft.com","iss":"https://sts.windows.net/7e4a4700-0000-4000-8000-000000000001/","exp":1796083200,` +
		`"app_displayname":"terraform","appid":"c11e4700-0000-4000-8000-000000000001","idtyp":"app","oid":"0b1ec700-0000-4000-8000-000000000001",` +
		`"roles":["EntitlementManagement.ReadWrite.All","Group.Read.All"],"tid":"7e4a4700-0000-4000-8000-000000000001","ver":"1.0","wids":[]}`)
	b.ReportAllocs()
	for b.Loop() {
		if caller := ReadCaller(token); caller == nil || len(caller.Roles) != 2 {
			b.Fatalf("read %v", caller)
		}
	}
}
