import sys
from pathlib import Path
from tests.cli.pair import Pair, report_file
def show(a,name):
    with open('/tmp/hand.txt','a') as f:
        f.write(f"\n$$$ {name} -> {a.code}\n{a.out}{a.err}\n")
    return a
def test_hand(pair: Pair, settled: Path, ):
    import os
    lang=os.environ.get('HLANG','fr')
    open('/tmp/hand.txt','w').close()
    A,T=pair.algiers,pair.tripoli
    def r(S,*w): return show(S.run(*w,lang=lang),('A ' if S is A else 'T ')+' '.join(w))
    f=report_file(settled)
    r(A,'report','--help'); r(A,'report','release','--help'); r(A,'request','admit','--help'); r(A,'reply','--help'); r(A,'attest','--help'); r(A,'--help')
    r(A,'report',f,'--officer','amel')
    a=A.run('report',f,'--dossier','terrorism','--officer','amel','--person','SUSPECT:Karim Inventé','--source-name','Le Journal','--source-date','2024-10-11','--json'); show(a,'report'); d=a.value['draft']
    r(A,'report',f,'--dossier','borders','--officer','amel','--title-fr','Un titre')
    r(A,'release'); r(A,'release',d[:6],'--officer','amel','--yes'); r(A,'release',d[:6],'--officer','badr'); r(A,'release',d[:6],'--officer','badr','--yes')
    pair.exchange()
    r(T,'tray','--officer','badr'); r(T,'tray','--officer','amel')
    case=a.value['case']
    r(T,'case',case); r(T,'open',case,'--officer','farah'); r(T,'open',case,'--officer','farah','--purpose','PREVENT_TERRORISM'); r(T,'tray','--officer','badr')
    r(T,'report','assess',case,'--officer','farah','--grading','B2','--fr','Plausible')
    d=T.ask('drafts') if False else None
    dr=T.ask('release')
    r(T,'release',dr[0]['draft'],'--officer','badr','--yes')
    q=T.run('request','--dossier','terrorism','--officer','amel','--facts','Un fait inventé','--offence','Un délit','--question','Que savez-vous ?','--why-you','Vous êtes proches','--urgency','URGENT_DIRECT','--about',case,'--json'); show(q,'request'); qc=q.value['case']
    r(T,'release',q.value['draft'],'--officer','badr','--yes')
    pair.exchange()
    r(A,'tray','--officer','badr'); r(A,'case',qc)
    rp=A.run('reply',qc,'--hold','--reason','On cherche','--due','3d','--officer','amel'); show(rp,'hold')
    rp=A.run('reply',qc,'--hold','--reason','On cherche','--due','3d','--officer','farah','--json'); show(rp,'hold'); 
    r(A,'release')
    for x in A.ask('release'):
        if x['case']==qc: r(A,'release',x['draft'],'--officer','elias' ,'--yes')
    pair.exchange(); r(T,'case',qc)
    r(A,'reply',qc,'--partial','--answer-fr','On sait ceci','--missing','le reste','--officer','farah','--grading','A1')
    for x in A.ask('release'):
        if x['case']==qc: r(A,'release',x['draft'],'--officer','badr','--yes')
    pair.exchange(); r(T,'case',qc); r(T,'open',qc+'/3','--officer','farah','--purpose','PREVENT_TERRORISM')
    r(A,'recall',case,'--ground','ERROR','--officer','amel')
    for x in A.ask('release'):
        if x['kind']=='recall': r(A,'release',x['draft'],'--officer','badr','--yes'); rc=x['case']
    pair.exchange(); r(T,'case',rc); r(T,'attest',rc,'--officer','farah')
    for x in T.ask('release'):
        if x['kind']=='recall': r(T,'release',x['draft'],'--officer','elias')
        if x['kind']=='recall': r(T,'release',x['draft'],'--officer','elias','--yes')
    pair.exchange(); r(A,'case',rc); r(T,'open',case,'--officer','farah','--purpose','PREVENT_TERRORISM')
    r(A,'log','verify'); r(T,'export',case,'--out',str(settled/'e.txt')); r(T,'verify',str(settled/'e.txt')); r(T,'extract','--with',A.name,'--of','theirs','--out',str(settled/'x.txt')); r(A,'extract','--with',T.name,'--out',str(settled/'y.txt')); r(T,'verify',str(settled/'x.txt'),'--against',str(settled/'y.txt'))
    r(A,'explain'); r(A,'explain',case); r(A,'explain','same-officer'); r(T,'bundle','out',A.name,'--to',str(settled)); r(A,'sync')
    r(A,'note','--fr','Appelez le 0551 23 45 67','--dossier','training','--officer','badr'); r(A,'note','--fr','Appelez demain','--dossier','training','--officer','badr')
